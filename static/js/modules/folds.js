// What opens to be written in has the cursor where one writes.
const WRITTEN = "textarea, input:not([type=hidden], [type=checkbox], [type=radio])";

export function startFolds() {
  document.addEventListener(
    "toggle",
    (event) => {
      const fold = event.target;
      if (fold.open && fold.matches("details[data-writes]")) fold.querySelector(WRITTEN)?.focus();
    },
    true, // it does not rise by itself
  );
}
