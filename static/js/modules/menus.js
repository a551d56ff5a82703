// Menus are details: they close on a click elsewhere and on Escape, and arrows walk them.
const OPEN = "details.menu[open]";

function close(menu, backToButton) {
  menu.open = false;
  if (backToButton) menu.querySelector("summary").focus();
}

function walk(menu, step) {
  const items = [...menu.querySelectorAll(".menu-list :is(a, button)")];
  const at = items.indexOf(document.activeElement);
  items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length)?.focus();
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(OPEN)) {
      const chosen = event.target.closest(".menu-item");
      const isInside = menu.contains(event.target);
      if (isInside && chosen?.hasAttribute("data-keep-open")) continue;
      if (!isInside || chosen) close(menu, isInside); // a dialog that opens from it gives the focus back there
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.activeElement?.closest(OPEN) ?? document.querySelector(OPEN);
    if (!menu) return;
    if (event.key === "Escape") {
      close(menu, true);
    } else if (
      (event.key === "ArrowDown" || event.key === "ArrowUp") &&
      menu.contains(document.activeElement)
    ) {
      event.preventDefault();
      walk(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
