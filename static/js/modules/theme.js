// Light, dark, or as the system says; the server reads the cookie, so that nothing flashes.
const YEAR = 365 * 24 * 3600;

function chosen() {
  return document.documentElement.dataset.theme ?? "system";
}

function mark() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
  }
}

// The colour of the browser's own bars follows the page, not the device.
function colourBars(theme) {
  for (const meta of document.querySelectorAll("[data-theme-color]")) {
    const { themeColor } = meta.dataset;
    const chosenMedia = theme === themeColor ? "all" : "not all";
    meta.media = theme === "system" ? `(prefers-color-scheme: ${themeColor})` : chosenMedia;
  }
}

function choose(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const age = theme === "system" ? 0 : YEAR;
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax${secure}`;
  mark();
  colourBars(theme);
}

export function startTheme() {
  mark();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (button) choose(button.dataset.themeChoice);
  });
}
