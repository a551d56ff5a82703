// The points of all ticked lines, added up as they are typed, against what the budget holds.

function sum(form) {
  const box = form.querySelector("[data-sum]");
  if (!box) return;
  let total = 0;
  for (const line of form.querySelectorAll("[data-award]")) {
    const tick = line.querySelector('input[type="checkbox"]');
    const name = line.querySelector('.award-line-person input[type="text"]');
    const counts = tick ? tick.checked : name?.value.trim();
    const points = Number.parseInt(line.querySelector('input[type="number"]')?.value, 10);
    if (counts && points > 0) total += points;
  }
  const left = Number(box.dataset.sum) - total;
  const number = new Intl.NumberFormat("en");
  box.querySelector("output").textContent = `${number.format(total)} ${total === 1 ? "point" : "points"}`;
  box.querySelector("[data-left]").textContent =
    left < 0
      ? `${number.format(-left)} ${left === -1 ? "point" : "points"} more than the budget holds`
      : `${number.format(left)} ${left === 1 ? "point" : "points"} left in the budget`;
  box.classList.toggle("is-over", left < 0);
}

export function startSums() {
  for (const form of document.querySelectorAll("form:has([data-sum])")) {
    sum(form);
    form.addEventListener("input", () => sum(form));
  }
}
