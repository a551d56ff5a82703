import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["static/dist/", "node_modules/", ".venv/", ".tools/"] },
  js.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error", "prefer-template": "error" },
  },
  { files: ["static/build.mjs"], languageOptions: { globals: globals.node } },
];
