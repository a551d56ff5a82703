// Plots: data from the JSON beside the canvas, colours from the page's own tokens.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const TONES = ["accent", "quiet", "amber", "good", "bad"];
const KEY_LINE = 18;
const drawn = new Map();

// The tokens as colours that a canvas understands, for the theme of this moment.
function inks(figure) {
  const probe = document.createElement("span");
  probe.hidden = true;
  figure.append(probe);
  const read = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = {
    accent: read("--accent"),
    quiet: read("--line-control"),
    amber: read("--amber-bright"),
    good: read("--good"),
    bad: read("--bad"),
    text: read("--text"),
    soft: read("--text-quiet"),
    line: read("--line"),
    surface: read("--raised"),
    paper: read("--surface"),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return ink;
}

function faint(colour) {
  return colour.replace(/\)$/, " / 0.14)");
}

function toneOf(series, at, ink) {
  return ink[series.tone] ?? ink[TONES[at % TONES.length]];
}

function lineSets(data, ink, isNarrow) {
  return data.series.flatMap((series, at) => {
    const colour = toneOf(series, at, ink);
    const line = {
      label: series.label,
      data: series.values,
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      borderDash: series.dashed ? [4, 4] : [],
      pointRadius: series.values.length > (isNarrow ? 8 : 20) ? 0 : 2.5,
      pointHoverRadius: 4,
      tension: 0,
      spanGaps: true,
      direct: true,
    };
    if (!series.low) return [line];
    const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, isBand: true, label: series.label };
    return [
      line,
      { ...edge, data: series.low, fill: false },
      { ...edge, data: series.high, fill: "-1", backgroundColor: faint(colour) },
    ];
  });
}

function barSets(data, ink) {
  return data.series.map((series, at) => ({
    label: series.label,
    data: series.values,
    backgroundColor: toneOf(series, at, ink),
    borderRadius: 4,
    maxBarThickness: 36,
  }));
}

// Words on the plot, with the paper's colour around them so that a line beneath does not cut them.
function write(ctx, ink, words, x, y, colour) {
  ctx.font = `500 12px ${ink.font}`;
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = ink.paper;
  ctx.strokeText(words, x, y);
  ctx.fillStyle = colour === ink.quiet ? ink.soft : colour;
  ctx.fillText(words, x, y);
}

// The name of a line at its end, moved apart where two would touch; on a phone above the plot, beside a stroke of it.
const directLabels = {
  id: "directLabels",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area } = chart;
    const { ink, isNarrow } = chart.options.innovate;
    const lines = chart.data.datasets
      .map((set, at) => ({ set, point: chart.getDatasetMeta(at).data.findLast((point) => !point.skip) }))
      .filter(({ set, point }) => set.direct && point);
    ctx.save();
    ctx.textBaseline = "middle";
    if (isNarrow) {
      lines.forEach(({ set }, at) => {
        const y = 8 + KEY_LINE * at;
        ctx.fillStyle = set.borderColor;
        ctx.fillRect(area.left, y - 1, 14, 2);
        write(ctx, ink, set.label, area.left + 21, y, set.borderColor);
      });
    } else {
      let floor = -Infinity;
      for (const { set, point } of lines.sort((one, other) => one.point.y - other.point.y)) {
        floor = Math.max(point.y, floor + 15);
        write(ctx, ink, set.label, point.x + 8, floor, set.borderColor);
      }
    }
    ctx.restore();
  },
};

const targetLine = {
  id: "targetLine",
  beforeDatasetsDraw(chart) {
    const { target, ink } = chart.options.innovate;
    if (!target) return;
    const { ctx, chartArea: area, scales } = chart;
    const y = scales.y.getPixelForValue(target.value);
    ctx.save();
    ctx.strokeStyle = ink.amber;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    ctx.moveTo(area.left, y);
    ctx.lineTo(area.right, y);
    ctx.stroke();
    ctx.restore();
  },
  afterDatasetsDraw(chart) {
    const { target, ink } = chart.options.innovate;
    if (!target) return;
    const { ctx, chartArea: area, scales } = chart;
    ctx.save();
    ctx.textBaseline = "middle";
    write(ctx, ink, target.label, area.left + 6, scales.y.getPixelForValue(target.value) - 10, ink.soft);
    ctx.restore();
  },
};

function axis(ink, title, extra) {
  return {
    border: { color: ink.line },
    grid: { color: ink.line, drawTicks: false },
    ticks: {
      color: ink.soft,
      padding: 8,
      font: { family: ink.font, size: 12 },
      maxRotation: 0,
      autoSkipPadding: 16,
    },
    title: {
      display: Boolean(title),
      text: title,
      color: ink.soft,
      font: { family: ink.font, size: 12, weight: 400 },
    },
    ...extra,
  };
}

// The names of lines stand beside their last points; on a phone above the plot.
function room(data, isNarrow) {
  if (data.type === "bar" || isNarrow) return 8;
  const longest = Math.max(...data.series.map((series) => series.label.length));
  return Math.min(130, 16 + longest * 6.6);
}

function settings(data, ink, isNarrow) {
  const isBar = data.type === "bar";
  const isLying = isBar && isNarrow; // names of things are read better beside their bars
  const unit = data.unit ? ` ${data.unit}` : "";
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const names = axis(ink, isLying ? "" : data.x_label, { grid: { display: false } });
  const amounts = axis(ink, data.unit ? `${data.y_label ?? ""} (${data.unit})`.trim() : data.y_label, {
    beginAtZero: isBar || Boolean(data.from_zero),
    suggestedMax: data.target?.value,
    border: { display: false },
  });
  return {
    type: isBar ? "bar" : "line",
    data: { labels: data.x, datasets: isBar ? barSets(data, ink) : lineSets(data, ink, isNarrow) },
    options: {
      innovate: { ink, target: data.target, isNarrow },
      indexAxis: isLying ? "y" : "x",
      maintainAspectRatio: false,
      animation: isStill ? false : { duration: 180 },
      interaction: { mode: "index", intersect: false },
      layout: {
        padding: {
          right: room(data, isNarrow),
          top: isNarrow && !isBar ? KEY_LINE * data.series.length + 8 : 6,
        },
      },
      onClick: (_event, found) => {
        const href = data.links?.[found[0]?.index];
        if (href) window.location.assign(href);
      },
      scales: isLying ? { x: amounts, y: names } : { x: names, y: amounts },
      plugins: {
        tooltip: {
          backgroundColor: ink.surface,
          titleColor: ink.text,
          bodyColor: ink.text,
          borderColor: ink.line,
          borderWidth: 1,
          padding: 10,
          cornerRadius: 8,
          boxPadding: 5,
          usePointStyle: true,
          titleFont: { family: ink.font, weight: 600 },
          bodyFont: { family: ink.font },
          filter: (item) => !item.dataset.isBand,
          callbacks: { label: (item) => ` ${item.dataset.label}: ${item.formattedValue}${unit}` },
        },
      },
    },
    plugins: [directLabels, targetLine],
  };
}

function draw(figure) {
  const canvas = figure.querySelector("canvas");
  const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  drawn.get(figure)?.destroy();
  const isNarrow = figure.clientWidth < 520;
  drawn.set(figure, new Chart(canvas, settings(data, inks(figure), isNarrow)));
}

function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

// A cell that a spreadsheet would run as a formula is kept as text.
function cell(text) {
  const plain = text.trim();
  const safe = /^[=+\-@\t]/.test(plain) && !/^[+-]?[\d.,]+$/.test(plain) ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
}

function table(figure) {
  const lines = [...figure.querySelectorAll("table tr")].map((row) =>
    [...row.cells].map((one) => cell(one.textContent)).join(","),
  );
  return new Blob([`\uFEFF${lines.join("\r\n")}\r\n`], { type: "text/csv" });
}

function picture(figure) {
  const canvas = figure.querySelector("canvas");
  const paper = document.createElement("canvas");
  paper.width = canvas.width;
  paper.height = canvas.height;
  const ctx = paper.getContext("2d");
  ctx.fillStyle = inks(figure).surface;
  ctx.fillRect(0, 0, paper.width, paper.height);
  ctx.drawImage(canvas, 0, 0);
  return new Promise((resolve) => {
    paper.toBlob(resolve, "image/png");
  });
}

export function startCharts() {
  const all = () => document.querySelectorAll("figure[data-chart]");
  document.fonts.ready.then(() => all().forEach(draw));
  document.addEventListener("themechange", () => all().forEach(draw));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all().forEach(draw));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-chart-file]");
    if (!button) return;
    const figure = button.closest("figure");
    const kind = button.dataset.chartFile;
    save(`${figure.dataset.chart}.${kind}`, kind === "csv" ? table(figure) : await picture(figure));
  });
}
