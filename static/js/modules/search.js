// What is found while typing lies below the search: arrows walk it, Escape and a click elsewhere put it away.

export function startSearch() {
  const search = document.querySelector(".search");
  const found = search?.querySelector(".search-found");
  if (!found) return;
  const box = search.querySelector("input");
  const clear = () => found.replaceChildren();

  document.addEventListener("click", (event) => {
    if (!search.contains(event.target)) clear();
  });
  box.addEventListener("input", () => {
    if (!box.value.trim()) clear();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clear();
      box.blur();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [box, ...found.querySelectorAll("a")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = (stops.indexOf(document.activeElement) + step + stops.length) % stops.length;
      if (stops.length === 1) return;
      event.preventDefault();
      stops[next].focus();
    }
  });
}
