// j and k move through the rows of a list, Enter opens the row (it is a link, so the browser does that).
// Letters typed into a field stay letters.

const STEP = { j: 1, k: -1 };

export function moveByKeys(list) {
  const links = [...list.querySelectorAll("[data-row]")];
  document.addEventListener("keydown", (event) => {
    if (!STEP[event.key] || !links.length || isTyping(event)) return;
    event.preventDefault();
    next(links, STEP[event.key]).focus();
  });
}

function next(links, step) {
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  if (at < 0) return step > 0 ? links[0] : links.at(-1);
  return links[Math.min(Math.max(at + step, 0), links.length - 1)];
}

function isTyping(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return event.target.closest("input, textarea, select, [contenteditable]") !== null;
}
