// Asking the server for a part of a page, and reading what it answers when it refuses.

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

// The server's own sentence, in whatever it wrapped it.
export function sentenceOf(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const said = page.querySelector("[data-refusal]") ?? page.querySelector("main p") ?? page.body;
  return said.textContent.trim().slice(0, 300);
}

export class Refused extends Error {}

// Send a form's fields; the answer is a parsed page or fragment. Throws Refused with the server's sentence.
export async function send(url, body, signal) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      signal,
      headers: { "HX-Request": "true", "X-CSRFToken": token(), Accept: "text/html" },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused("You seem to be offline. Nothing was sent.");
  }
  const elsewhere = response.headers.get("HX-Redirect");
  if (elsewhere) {
    window.location.assign(elsewhere);
    throw new Refused("Please sign in first.");
  }
  const text = await response.text();
  if (!response.ok) throw new Refused(sentenceOf(text) || "That did not work. Please try again.");
  return text;
}

export function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}
