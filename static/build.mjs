// Builds static/dist: bundles with hashed names, pictures, a manifest, and compressed copies beside each file.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { context } from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const keepFor = 3_600_000;
const squeezable = new Set([".css", ".js", ".svg", ".json", ".webmanifest"]);

async function compress(path) {
  const content = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
}

async function copyPictures(manifest) {
  const names = (await readdir(join(here, "img"))).filter((name) => extname(name));
  for (const name of names.sort()) {
    const content = await readFile(join(here, "img", name));
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
    const hashed = `${basename(name, extname(name))}.${hash}${extname(name)}`;
    await writeFile(join(dist, hashed), content);
    manifest[`img/${name}`] = hashed;
  }
}

// In one step, so that a server which is running sees the old files or the new ones.
async function publish(manifest) {
  const draft = join(dist, `manifest.${process.pid}.tmp`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, join(dist, "manifest.json"));
}

// Files of earlier builds stay for a while: a page that is open may still ask for them.
async function sweep(current) {
  for (const name of await readdir(dist)) {
    const plain = name.replace(/\.(br|gz)$/, "");
    if (name === "manifest.json" || current.includes(plain)) continue;
    const { mtimeMs } = await stat(join(dist, name));
    if (Date.now() - mtimeMs > keepFor) await rm(join(dist, name), { force: true });
  }
}

// Names of our neighbours need letters that the plain subset lacks, and none of the hundreds beyond these.
const european = String.fromCodePoint(...Array.from({ length: 128 }, (_, at) => 0x100 + at));
const fontsPlugin = {
  name: "fonts",
  setup(build) {
    build.onLoad({ filter: /-latin-ext-.*\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(await readFile(path), european, { targetFormat: "woff2" }),
      loader: "file",
    }));
  },
};

const manifestPlugin = {
  name: "manifest",
  setup(build) {
    build.onStart(async () => {
      await mkdir(dist, { recursive: true });
    });
    build.onEnd(async (result) => {
      if (result.errors.length > 0) return;
      const manifest = {};
      for (const [path, output] of Object.entries(result.metafile.outputs)) {
        const file = relative(dist, join(build.initialOptions.absWorkingDir, path));
        if (output.entryPoint) manifest[basename(output.entryPoint)] = file;
        else if (extname(file) === ".woff2") manifest[file.replace(/\.[A-Z0-9]{8}\.woff2$/, ".woff2")] = file;
      }
      await copyPictures(manifest);
      const built = Object.values(manifest).filter((name) => squeezable.has(extname(name)));
      await Promise.all(built.map((name) => compress(join(dist, name))));
      await publish(manifest);
      await sweep(Object.values(manifest));
    });
  },
};

const build = await context({
  absWorkingDir: dirname(here),
  entryPoints: ["static/css/main.css", "static/js/main.js"],
  outdir: dist,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: ["es2022", "chrome123", "firefox120", "safari17.5"],
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  loader: { ".woff2": "file" },
  legalComments: "none",
  logLevel: "warning",
  plugins: [fontsPlugin, manifestPlugin],
});

if (process.argv.includes("--watch")) {
  await build.watch();
} else {
  await build.rebuild();
  await build.dispose();
}
