// Texts grow with what is typed, and Ctrl+Enter sends them.

function grow(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

export function startComposers() {
  if (!CSS.supports("field-sizing", "content")) {
    document.addEventListener("input", (event) => {
      if (event.target.matches("textarea")) grow(event.target);
    });
    document.querySelectorAll("textarea").forEach(grow);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.target.form?.requestSubmit();
    }
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("details.reply[open]")) event.target.querySelector("textarea")?.focus();
    },
    true,
  );
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches(".vote") || event.defaultPrevented) return;
    const button = event.submitter;
    if (!button) return;
    // after the browser has read the form, so that the button's own value is sent
    setTimeout(() => {
      button.disabled = true;
      button.classList.add("is-busy");
    });
  });
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button.is-busy")) {
      button.disabled = false;
      button.classList.remove("is-busy");
    }
  });
}
