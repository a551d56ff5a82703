// Where tabs, or a list's orders, are wider than the window, the one that is open is in view.

function reveal() {
  for (const tabs of document.querySelectorAll(".tabs, .sorts")) {
    const open = tabs.querySelector("[aria-current]");
    if (!open || tabs.scrollWidth <= tabs.clientWidth) continue;
    const before = open.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
    tabs.scrollLeft += before - (tabs.clientWidth - open.offsetWidth) / 2;
  }
}

export function startTabs() {
  reveal();
  document.addEventListener("partchange", reveal);
}
