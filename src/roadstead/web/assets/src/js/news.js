// While a board is open and visible, asks every ten seconds if anything has changed, with the ETag of the last response.
// Changes are announced, and shown only on request: nothing moves while the officer reads.

const PAUSE = 10_000; // milliseconds

export function watchNews(board) {
  const known = { etag: "" };
  const ask = () => document.visibilityState === "visible" && fetchNews(board, known);
  setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", ask);
}

async function fetchNews(board, known) {
  try {
    const answer = await fetch(board.dataset.news, { headers: known.etag ? { "If-None-Match": known.etag } : {} });
    if (answer.status !== 200 || answer.redirected) return;
    known.etag = answer.headers.get("ETag") ?? "";
    show(board, (await answer.json()).text);
  } catch {
    // no network for a moment: the next request tries again
  }
}

function show(board, text) {
  const said = board.querySelector("[data-news-text]");
  if (said.textContent !== text) said.textContent = text;
  board.classList.toggle("rs-news--some", text !== "");
  if (!text) return;
  const link = board.querySelector("[data-news-show]");
  link.textContent = link.dataset.words;
}
