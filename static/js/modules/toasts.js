// Words about what was just done: those the page came with, and those that come later.
import { sentenceOf } from "./http.js";

const STAY = 6000;

function region() {
  return document.getElementById("toasts");
}

function leave(toast) {
  toast.classList.add("is-leaving");
  setTimeout(() => toast.remove(), 200);
}

function settle(toast) {
  let timer;
  const wait = () => {
    timer = setTimeout(() => leave(toast), STAY);
  };
  const stay = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("focusout", wait);
  if (!toast.classList.contains("toast-error")) wait();
}

export function say(words, kind = "info") {
  const template = document.getElementById(`toast-${kind}`) ?? document.getElementById("toast-info");
  if (!template || !region()) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".toast-words").textContent = words;
  region().append(toast);
  settle(toast);
}

export function startToasts() {
  region()?.querySelectorAll(".toast").forEach(settle);
  document.addEventListener("click", (event) => {
    const close = event.target.closest(".toast-close");
    if (close) leave(close.closest(".toast"));
  });
  document.addEventListener("htmx:responseError", (event) => {
    say(sentenceOf(event.detail.xhr.responseText) || "That did not work. Please try again.", "error");
  });
  document.addEventListener("htmx:sendError", () => {
    say("You seem to be offline. Nothing was sent.", "error");
  });
}
