// A filter changes its list in place; the address keeps the state, and going back brings the list back.
import { parse } from "./http.js";
import { say } from "./toasts.js";

let asking;

function address(form) {
  const url = new URL(form.action, window.location.href);
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(fields).toString();
  return url;
}

async function show(url, part, push) {
  const place = document.getElementById(part);
  if (!place) return;
  asking?.abort();
  asking = new AbortController();
  place.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    const page = parse(await response.text());
    const fresh = page.getElementById(part);
    if (!response.ok || !fresh) {
      window.location.assign(url);
      return;
    }
    const focused = document.activeElement?.id || document.activeElement?.getAttribute("href");
    const caret = document.activeElement?.selectionStart;
    document.adoptNode(fresh);
    place.replaceWith(fresh);
    refocus(fresh, focused, caret);
    document.title = page.title;
    if (push) window.history.pushState({ part }, "", url);
    document.dispatchEvent(new CustomEvent("partchange", { detail: { part: fresh } }));
  } catch (error) {
    if (error.name === "AbortError") return;
    place.removeAttribute("aria-busy");
    say("You seem to be offline. The list is as it was.", "error");
  }
}

function refocus(part, name, caret) {
  if (!name) return;
  const again =
    part.querySelector(`#${CSS.escape(name)}`) ?? part.querySelector(`a[href="${CSS.escape(name)}"]`);
  again?.focus({ preventScroll: true });
  if (typeof caret === "number") again?.setSelectionRange?.(caret, caret);
}

function isPlain(event) {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

export function startFilters() {
  let typing;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-part] a[data-filter]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    show(link.href, link.closest("[data-part]").dataset.part, true);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-filter]");
    if (!form) return;
    event.preventDefault();
    clearTimeout(typing);
    show(address(form), form.closest("[data-part]").dataset.part, true);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-filter]");
    if (!form) return;
    clearTimeout(typing);
    const wait = event.target.matches("input:not([type=checkbox], [type=radio])") ? 250 : 0;
    typing = setTimeout(() => form.requestSubmit(), wait);
  });
  window.addEventListener("popstate", (event) => {
    const part = event.state?.part ?? document.querySelector("[data-part]")?.dataset.part;
    if (part) show(window.location.href, part, false);
  });
}
