// A vote shows at once; when the server refuses, its words are shown, and the tile as the page would show it now.
import { parse, send } from "./http.js";
import { say } from "./toasts.js";

function show(vote, isVoted) {
  const button = vote.querySelector("button");
  const count = vote.querySelector(".vote-count");
  const votes = Number(vote.dataset.votes) + (isVoted ? 1 : -1);
  button.setAttribute("aria-pressed", String(isVoted));
  vote.dataset.votes = votes;
  count.textContent = votes.toLocaleString("en");
  vote.classList.remove("is-moving");
  void vote.offsetWidth; // starts the motion anew
  vote.classList.add("is-moving");
}

// Put the tile of that name in an answer into this one's place.
function renew(vote, answer, hadFocus) {
  const fresh = parse(answer).getElementById(vote.id);
  if (!fresh) return;
  vote.replaceWith(document.adoptNode(fresh));
  if (hadFocus) fresh.querySelector("button")?.focus({ preventScroll: true });
}

// Another tab may have voted, or voting may have ended: the page says how it stands.
async function lookAgain(vote, hadFocus) {
  try {
    const page = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    if (page.ok) renew(vote, await page.text(), hadFocus);
  } catch {
    // without a connection the tile stays as it was
  }
}

async function press(vote) {
  if (vote.dataset.busy) return;
  vote.dataset.busy = "true";
  const button = vote.querySelector("button");
  const wasVoted = button.getAttribute("aria-pressed") === "true";
  const hadFocus = document.activeElement === button;
  const body = new FormData(vote);
  show(vote, !wasVoted);
  try {
    renew(vote, await send(vote.action, body), hadFocus);
  } catch (refusal) {
    show(vote, wasVoted);
    say(refusal.message, "error");
    await lookAgain(vote, hadFocus);
  } finally {
    delete vote.dataset.busy;
  }
}

export function startVotes() {
  document.addEventListener("submit", (event) => {
    const vote = event.target.closest("form.vote");
    if (!vote) return;
    event.preventDefault();
    press(vote);
  });
}
