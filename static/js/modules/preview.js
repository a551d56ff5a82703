// Markdown: the tabs "Write" and "Preview" above a text.
import { send } from "./http.js";

function select(box, tab) {
  const isPreview = tab.dataset.tab === "preview";
  for (const other of box.querySelectorAll("[role=tab]")) {
    other.setAttribute("aria-selected", String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
  }
  box.querySelector("textarea").hidden = isPreview;
  box.querySelector(".writing-preview").hidden = !isPreview;
  return isPreview;
}

async function fill(box) {
  const preview = box.querySelector(".writing-preview");
  const text = box.querySelector("textarea").value;
  if (!text.trim()) {
    preview.textContent = "Nothing to preview yet.";
    return;
  }
  const body = new FormData();
  body.set("text", text);
  try {
    preview.innerHTML = await send(box.dataset.preview, body); // cleaned on the server
  } catch (refusal) {
    preview.textContent = refusal.message;
  }
}

export function startPreviews() {
  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".writing [role=tab]");
    if (!tab) return;
    const box = tab.closest(".writing");
    if (select(box, tab)) fill(box);
    else box.querySelector("textarea").focus();
  });
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.(".writing [role=tab]");
    if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...tab.parentElement.querySelectorAll("[role=tab]")];
    tabs[(tabs.indexOf(tab) + 1) % tabs.length].focus();
  });
}
