// Folds the parts of a long page on a phone, so that it begins as its table of contents. The part that the address names
// is open. Without this script all parts are open.

const PHONE = "(max-width: 40em)";

export function foldParts(page) {
  if (!matchMedia(PHONE).matches) return;
  for (const part of page.querySelectorAll("details")) part.open = false;
  openNamed();
  addEventListener("hashchange", openNamed);
}

function openNamed() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = target?.closest("details");
  if (!part) return;
  part.open = true;
  target.scrollIntoView();
}
