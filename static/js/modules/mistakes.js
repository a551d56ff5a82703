// A form that comes back with mistakes puts the cursor where the first one is.

export function startMistakes() {
  const first = document.querySelector(
    "main :is([aria-invalid='true'], fieldset[aria-describedby$='-error'] input)",
  );
  first?.focus();
}
