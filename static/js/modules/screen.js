// The big screen turns its slides by itself, asks for new ones after each round, and can be stopped.
import { parse } from "./http.js";

const RETRY = 60_000; // with nothing to turn, how long until the next look

function start(screen) {
  const seconds = Number(screen.dataset.screen);
  const slides = screen.querySelector("#slides");
  const count = screen.querySelector("[data-count]");
  const note = screen.querySelector("[data-note]");
  const bar = screen.querySelector(".screen-bar");
  let paused = "paused" in screen.dataset;
  let timer;
  let left = seconds * 1000; // of the present slide
  let since = 0;

  const all = () => [...slides.querySelectorAll("[data-slide]")];
  const here = () =>
    Math.max(
      0,
      all().findIndex((one) => !one.hidden),
    );

  function wait() {
    clearTimeout(timer);
    if (paused || document.hidden) return;
    since = performance.now();
    timer = setTimeout(onward, all().length > 1 ? left : Math.max(left, RETRY));
  }

  function hold() {
    clearTimeout(timer);
    if (since) left = Math.max(1000, left - (performance.now() - since));
    since = 0;
  }

  function show(at) {
    const every = all();
    const wanted = (at + every.length) % every.length;
    every.forEach((one, place) => {
      one.hidden = place !== wanted;
    });
    if (count) count.textContent = `${wanted + 1} of ${every.length}`;
    left = seconds * 1000;
    bar?.classList.remove("is-running");
    void bar?.offsetWidth; // starts the motion anew
    bar?.classList.add("is-running");
    wait();
  }

  async function onward() {
    if (here() === all().length - 1) await renew();
    else show(here() + 1);
  }

  // After the last slide: what is new, from the first. What cannot be fetched leaves the round as it was.
  async function renew() {
    try {
      const answer = await fetch("/recognition/screen", { headers: { Accept: "text/html" } });
      const page = parse(await answer.text());
      const fresh = page.getElementById("slides");
      if (!fresh) {
        note.replaceChildren(
          ...(answer.redirected ? signedOut() : ["No answer from the server. Trying again."]),
        );
      } else if (styles(page) !== styles(document)) {
        window.location.assign("/recognition/screen"); // a newer version of the pages
        return;
      } else {
        note.replaceChildren();
        slides.replaceChildren(...document.adoptNode(fresh).children);
      }
    } catch {
      note.textContent = "Offline. This is what stood here last.";
    }
    show(0);
  }

  function signedOut() {
    const way = document.createElement("a");
    way.href = "/sign-in?next=/recognition/screen";
    way.textContent = "Sign in";
    return ["This screen was signed out. ", way, " to see what is new."];
  }

  function pause(isPaused) {
    if (isPaused === paused) return;
    paused = isPaused;
    screen.classList.toggle("is-paused", paused);
    if (paused) hold();
    else wait();
  }

  screen.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (turn) show(here() + Number(turn.dataset.turn));
    else if (event.target.closest("[data-pause]")) pause(!paused);
    else if (event.target.closest("[data-whole]")) fill();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const onButton = event.target.closest("a, button");
    if (event.key === "ArrowRight") show(here() + 1);
    else if (event.key === "ArrowLeft") show(here() - 1);
    else if (event.key === "p" || (event.key === " " && !onButton?.matches("button"))) pause(!paused);
    else if (event.key === "f") fill();
    else return;
    event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hold();
    else {
      wait();
      stayAwake();
    }
  });
  show(here());
  stayAwake();
}

function styles(page) {
  return page.querySelector('link[rel="stylesheet"]')?.getAttribute("href");
}

function fill() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

// A screen on a wall has nobody to wake it.
function stayAwake() {
  navigator.wakeLock?.request("screen").catch(() => {});
}

export function startScreen() {
  const screen = document.querySelector("[data-screen]");
  if (screen) start(screen);
}
