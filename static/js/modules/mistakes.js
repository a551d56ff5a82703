// A form that comes back with mistakes puts the cursor where the first one is.

export function startMistakes() {
  const first = document.querySelector(
    "main :is([aria-invalid='true'], fieldset[aria-describedby$='-error'] input)",
  );
  if (!first) return;
  first.focus();
  // an address that names a part of the page moves the focus there once everything is loaded
  const back = () => {
    if (document.activeElement === document.body) first.focus();
  };
  window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(back)));
}
