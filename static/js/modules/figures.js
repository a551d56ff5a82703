// Figures are drawn by the server. This adds what stands at the day under the pointer or the arrow keys, and PNG files.
const SCALE = 2;
let shown = null;

function rowsOf(figure) {
  return [...figure.querySelectorAll("tr[data-at]")].map((row) => ({
    at: Number(row.dataset.at),
    name: row.cells[0].textContent,
    cells: [...row.cells].slice(1).map((cell) => cell.textContent),
  }));
}

function namesOf(figure) {
  return [...figure.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
}

function forget() {
  shown?.cursor.remove();
  shown?.told.remove();
  shown = null;
}

function open(figure) {
  if (shown?.figure === figure) return shown;
  forget();
  const rows = rowsOf(figure);
  if (!rows.length) return null;
  const box = figure.querySelector(".figure-box");
  const cursor = document.createElement("span");
  cursor.className = "figure-cursor";
  const told = document.createElement("div");
  told.className = "figure-told";
  box.append(cursor, told);
  shown = { figure, box, cursor, told, rows, names: namesOf(figure), place: rows.length - 1 };
  return shown;
}

// Bounds of an interval are said with the number that they belong to.
function lines(names, cells) {
  const found = [];
  names.forEach((name, at) => {
    if (name === "from") found[found.length - 1][1] += cells[at] && ` (${cells[at]}`;
    else if (name === "to") found[found.length - 1][1] += cells[at] && ` to ${cells[at]})`;
    else found.push([name, cells[at]]);
  });
  return found.filter(([, words]) => words).slice(0, 8);
}

function tell(place) {
  const { figure, box, cursor, told, rows, names } = shown;
  shown.place = Math.min(rows.length - 1, Math.max(0, place));
  const row = rows[shown.place];
  const plane = figure.querySelector("[data-plane]").getBoundingClientRect();
  const grid = figure.querySelector(".figure-grid").getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const x = grid.left - frame.left + (grid.width * row.at) / 100;
  cursor.style.left = `${x}px`;
  cursor.style.top = `${plane.top - frame.top}px`;
  const list = document.createElement("dl");
  for (const [name, words] of lines(names, row.cells)) {
    const term = document.createElement("dt");
    term.textContent = name;
    const number = document.createElement("dd");
    number.textContent = words;
    list.append(term, number);
  }
  const head = document.createElement("strong");
  head.textContent = row.name;
  told.replaceChildren(head, list);
  const isRight = x > frame.width / 2;
  told.style.left = isRight ? "" : `${x + 10}px`;
  told.style.right = isRight ? `${frame.width - x + 10}px` : "";
}

function nearest(event) {
  const grid = shown.figure.querySelector(".figure-grid").getBoundingClientRect();
  const at = ((event.clientX - grid.left) / grid.width) * 100;
  const gaps = shown.rows.map((row) => Math.abs(row.at - at));
  return gaps.indexOf(Math.min(...gaps));
}

async function savePicture(link) {
  const text = await (await fetch(link.href)).text();
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * SCALE;
  canvas.height = picture.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const file = document.createElement("a");
  file.href = canvas.toDataURL("image/png");
  file.download = link.dataset.picture;
  file.click();
}

export function startFigures() {
  document.addEventListener("pointermove", (event) => {
    const plot = event.target.closest?.(".figure-plot");
    const figure = plot?.closest("[data-figure]");
    if (!figure) {
      if (shown && !shown.figure.contains(document.activeElement)) forget();
      return;
    }
    if (open(figure)) tell(nearest(event));
  });
  document.addEventListener("focusin", (event) => {
    const figure = event.target.closest?.(".figure-plot")?.closest("[data-figure]");
    if (figure && open(figure)) tell(shown.place);
    else if (shown) forget();
  });
  document.addEventListener("keydown", (event) => {
    if (!shown || !event.target.closest?.(".figure-plot")) return;
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    tell(shown.place + step);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-picture]");
    if (!link) return;
    event.preventDefault();
    savePicture(link);
  });
  for (const plot of document.querySelectorAll("[data-figure] .figure-plot"))
    plot.setAttribute("tabindex", "0");
}
