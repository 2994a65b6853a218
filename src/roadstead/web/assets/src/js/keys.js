// j and k move through the rows of a list; Enter opens the row (a link, so the browser does that). Other keys press the
// element with that data-key, in the focused row or else on the page; a field gets the focus, and the text of a search
// box is selected. Keys typed into a field are not affected.

const STEP = { j: 1, k: -1 };
const NOT_TYPED = new Set(["checkbox", "radio", "submit", "button"]);

export function moveByKeys(list) {
  const links = [...list.querySelectorAll("[data-row]")];
  document.addEventListener("keydown", (event) => {
    if (!STEP[event.key] || !links.length || isTyping(event)) return;
    event.preventDefault();
    next(links, STEP[event.key]).focus();
  });
}

export function pressByKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || isTyping(event)) return;
    const target = elementForKey(event.key);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
}

function elementForKey(key) {
  const row = document.activeElement.closest("[data-keys] tbody tr");
  const here = row ? [...row.querySelectorAll("[data-key]")] : [];
  const onPage = [...document.querySelectorAll("[data-key]")].filter((each) => !each.closest("[data-keys]"));
  return [...here, ...onPage].find((each) => each.dataset.key === key);
}

function press(target) {
  if (target.type === "search") return target.select();
  if (target.type === "text") return target.focus();
  if (target.tagName !== "DETAILS") return target.click();
  target.open = !target.open;
  target.querySelector("summary").focus();
}

function next(links, step) {
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  if (at < 0) return step > 0 ? links[0] : links.at(-1);
  return links[Math.min(Math.max(at + step, 0), links.length - 1)];
}

function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  return field !== null && !(field.tagName === "INPUT" && NOT_TYPED.has(field.type));
}
