// A vote shows at once; when the server refuses, it goes back and the server's words are shown.
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

async function press(vote) {
  if (vote.dataset.busy) return;
  vote.dataset.busy = "true";
  const button = vote.querySelector("button");
  const wasVoted = button.getAttribute("aria-pressed") === "true";
  const hadFocus = document.activeElement === button;
  const body = new FormData(vote);
  show(vote, !wasVoted);
  try {
    const fresh = parse(await send(vote.action, body)).getElementById(vote.id);
    if (fresh) {
      vote.replaceWith(document.adoptNode(fresh));
      if (hadFocus) fresh.querySelector("button")?.focus({ preventScroll: true });
    }
  } catch (refusal) {
    show(vote, wasVoted);
    say(refusal.message, "error");
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
