// Where tabs are wider than the window, the one that is open is in view.

function reveal() {
  for (const tabs of document.querySelectorAll(".tabs")) {
    const open = tabs.querySelector('[aria-current="page"]');
    if (!open || tabs.scrollWidth <= tabs.clientWidth) continue;
    const before = open.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
    tabs.scrollLeft += before - (tabs.clientWidth - open.offsetWidth) / 2;
  }
}

export function startTabs() {
  reveal();
  document.addEventListener("partchange", reveal);
}
