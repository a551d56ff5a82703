// A file that is larger than is taken is named when it is chosen, before it travels and what was typed is lost.

function judge(input) {
  const most = Number(input.dataset.most);
  const name = `${input.id}-size`;
  document.getElementById(name)?.remove();
  input.removeAttribute("aria-invalid");
  if (![...input.files].some((file) => file.size > most)) return;
  input.value = "";
  input.setAttribute("aria-invalid", "true");
  const words = document.createElement("p");
  words.className = "field-error";
  words.id = name;
  words.role = "alert";
  words.textContent = `This file is larger than ${most / 1e6} MB. Choose a smaller one.`;
  input.after(words);
}

export function startSizes() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type='file'][data-most]")) judge(event.target);
  });
}
