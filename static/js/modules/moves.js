// Moves of the pipeline: a link with data-move opens its form in the dialog of the page instead.
import { openDialog } from "./dialogs.js";
import { parse, sentenceOf, token } from "./http.js";
import { say } from "./toasts.js";

const HEADERS = { "HX-Request": "true", Accept: "text/html" };

function show(text) {
  const body = document.querySelector("[data-move-body]");
  body.replaceChildren(...parse(text).body.childNodes);
  const title = body.querySelector("[data-move-title]")?.dataset.moveTitle;
  if (title) document.getElementById("move-title").textContent = title;
  return body;
}

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    say("You seem to be offline. Nothing was sent.", "error");
    return;
  }
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) {
    window.location.assign(elsewhere);
    return;
  }
  const text = await response.text();
  if (parse(text).querySelector("[data-move-title]")) {
    const body = show(text);
    if (!document.getElementById("move").open) openDialog("move");
    else body.querySelector("[role=alert], [aria-invalid], [type=search]")?.focus();
  } else {
    say(sentenceOf(text), "error");
  }
}

export function startMoves() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-move]");
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
    if (!link || !isPlain || !document.getElementById("move")) return;
    event.preventDefault();
    ask(link.href, { headers: HEADERS });
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("#move a[data-close]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#move :is([data-move-form], [data-move-find])");
    if (!form) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    if (form.method === "get") {
      ask(`${form.getAttribute("action")}?${new URLSearchParams(fields)}`, { headers: HEADERS });
    } else {
      const headers = { ...HEADERS, "X-CSRFToken": token() };
      ask(form.getAttribute("action"), { method: "POST", body: fields, headers });
    }
  });
}
