// The composer of kudos: colleagues are found while typing, and the sum is said before it is given.
const WAIT = 150; // milliseconds after the last key

async function part(url, signal) {
  const answer = await fetch(url, { signal, headers: { "HX-Request": "true", Accept: "text/html" } });
  return answer.ok ? answer.text() : "";
}

const number = new Intl.NumberFormat("en");
const points = (n) => `${number.format(n)} ${n === 1 ? "point" : "points"}`;

function chosen(form) {
  return [...form.querySelectorAll('input[name="to"]:checked')];
}

// Names that are typed and not yet picked count as well: the server looks them up.
function typed(form) {
  const words = form.querySelector(".kudos-who")?.value ?? "";
  return words.split(/[,;]/).filter((name) => name.trim()).length;
}

function pointsOf(form) {
  return form.querySelector('input[name$="points"]'); // nobody without an allowance has one
}

function sum(form) {
  const output = form.querySelector("[data-said]");
  const people = Number(form.dataset.people ?? chosen(form).length + typed(form));
  const field = pointsOf(form);
  const each = Math.max(Number.parseInt(field?.value, 10) || 0, 0);
  const [total, left] = [people * each, Number(form.dataset.kudos)];
  const sum_ = people > 1 ? `${number.format(each)} to each of ${people}: ${points(total)}` : points(each);
  const rest =
    total > left
      ? `, and you have ${number.format(left)} left.`
      : `. ${number.format(left - total)} left after that.`;
  const words = people && field ? "With words alone, and no points." : "";
  output.textContent = people && each ? sum_ + rest : words;
  output.parentElement.classList.toggle("is-over", total > left);
  const said = form.querySelector('input[name="said"]');
  if (said) said.value = String(total);
  for (const quick of form.querySelectorAll("[data-points]")) {
    quick.setAttribute("aria-pressed", String(quick.dataset.points === field?.value));
  }
}

// What those who are chosen did lately; what somebody picked themselves stays.
async function offer(form) {
  const box = form.querySelector("[data-occasions]");
  if (!box) return;
  const select = box.querySelector("select");
  const asked = new URLSearchParams(chosen(form).map((one) => ["to", one.value]));
  if (select.value && form.dataset.picked) asked.set("about", select.value);
  const kept = form.dataset.picked ? select.value : null;
  const html = await part(`/kudos/occasions?${asked}`);
  if (!html) return;
  select.innerHTML = html; // drawn and escaped by the server
  const newest = chosen(form).length === 1 ? select.options[1]?.value : ""; // of several, nobody knows which is meant
  select.value = kept ?? newest ?? "";
  if (select.selectedIndex < 0) select.value = "";
  box.hidden = select.options.length < 2;
}

function changed(form) {
  sum(form);
  offer(form);
}

function close(box, list) {
  list.hidden = true;
  list.replaceChildren();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function pick(form, option) {
  const { id, name } = option.dataset;
  let tick = form.querySelector(`input[name="to"][value="${CSS.escape(id)}"]`);
  if (!tick) {
    const chip = document.createElement("label");
    chip.className = "kudos-chip";
    tick = Object.assign(document.createElement("input"), { type: "checkbox", name: "to", value: id });
    tick.dataset.name = name;
    chip.append(tick, ...option.childNodes);
    form.querySelector(".kudos-search").before(chip);
  }
  tick.checked = true;
  changed(form);
}

function startNames(form) {
  const box = form.querySelector(".kudos-who");
  const list = form.querySelector(".kudos-found");
  if (!box) return;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  })) {
    box.setAttribute(name, value);
  }
  let timer;
  let asking;
  const take = (option) => {
    box.value = "";
    close(box, list);
    pick(form, option);
    box.focus();
  };
  const here = () => list.querySelector('[aria-selected="true"]');
  const mark = (option) => {
    here()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
  };
  const find = async () => {
    asking?.abort();
    asking = new AbortController();
    const words = box.value.split(/[,;]/).at(-1).trim();
    if (!words) {
      close(box, list);
      return;
    }
    try {
      list.innerHTML = await part(`/kudos/people?q=${encodeURIComponent(words)}`, asking.signal); // escaped by the server
    } catch {
      return; // a later key asked anew, or there is no network: what is typed is sent as it is
    }
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    const first = list.querySelector("[role=option]");
    if (first) mark(first);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(options[(options.indexOf(here()) + step + options.length) % options.length]);
    } else if ((event.key === "Enter" || event.key === ",") && here()) {
      event.preventDefault();
      take(here());
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close(box, list);
    } else if (event.key === "Backspace" && !box.value) {
      const last = [...form.querySelectorAll('.kudos-to input[name="to"]:checked')].at(-1);
      if (!last) return;
      last.checked = false;
      changed(form);
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault(); // the cursor stays where it is
    take(option);
  });
  box.addEventListener("blur", () => close(box, list));
}

export function startKudos() {
  for (const form of document.querySelectorAll("form[data-kudos]")) {
    startNames(form);
    sum(form);
    form.addEventListener("input", (event) => {
      if (event.target.name === "about") form.dataset.picked = "yes";
      sum(form);
    });
    form.addEventListener("change", (event) => {
      if (event.target.name === "to") changed(form);
    });
    form.addEventListener("click", (event) => {
      const quick = event.target.closest("[data-points]");
      if (!quick) return;
      pointsOf(form).value = quick.dataset.points;
      sum(form);
    });
  }
}
