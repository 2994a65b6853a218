// Folds the parts of a long page on a phone, so that it begins as its table of contents. Without this script they are
// open, except those with pictures, which are folded at every width. The part that the address names is opened, and so
// is a folded form to which a link leads.

const PHONE = "(max-width: 40em)";

export function foldParts(page) {
  if (!matchMedia(PHONE).matches) return;
  for (const part of page.querySelectorAll("details")) part.open = false;
}

export function openNamed() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = target?.closest("details");
  if (!part) return;
  part.open = true;
  target.scrollIntoView();
}
