// Drafts are kept on the server while typing, with the time they were saved.
import { parse, send } from "./http.js";

const PAUSE = 800;

function savedLine(form) {
  return form.querySelector("[data-saved]");
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function watch(form) {
  let timer;
  let saving;
  let lastSent = "";

  async function save() {
    const body = new FormData(form);
    const now = new URLSearchParams([...body].filter(([, value]) => typeof value === "string")).toString();
    if (now === lastSent) return;
    saving?.abort();
    saving = new AbortController();
    try {
      const answer = parse(await send(form.dataset.autosave, body, saving.signal));
      lastSent = now;
      for (const field of answer.querySelectorAll("input[name]")) keep(form, field);
      savedLine(form).textContent = `Saved ${clock()}`;
    } catch (error) {
      if (error.name !== "AbortError") savedLine(form).textContent = `Not saved: ${error.message}`;
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saving?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) save();
  });
}

// The answer may carry hidden fields, such as the number of the draft.
function keep(form, field) {
  const own = form.elements.namedItem(field.name);
  if (own) own.value = field.value;
  else form.append(document.adoptNode(field));
}

export function startAutosave() {
  document.querySelectorAll("form[data-autosave]").forEach(watch);
}
