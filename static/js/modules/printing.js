// A button that prints the page it stands on.
export function startPrinting() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}
