// Keys: / searches, c composes, j and k walk rows, v votes, ? shows them all.
import { openDialog } from "./dialogs.js";

function isTyping(target) {
  return target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
}

function here() {
  return document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].is-here");
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  for (const row of all) row.classList.toggle("is-here", row === next);
  (next.querySelector("[data-row-link]") ?? next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const ACTIONS = {
  "/": () => {
    const search = document.getElementById("search");
    if (search?.offsetParent) search.focus();
    else document.querySelector("a[data-search]")?.click();
  },
  c: () => document.querySelector("[data-compose]")?.click(),
  j: () => walk(1),
  k: () => walk(-1),
  v: () => (here() ?? document.querySelector("main"))?.querySelector("form.vote")?.requestSubmit(),
  "?": () => openDialog("shortcuts"),
};

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
      return;
    const action = ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
