// Searches the lists for similar entries while a nomination is typed. Without it, "Check it" does the same.

const PAUSE = 500; // milliseconds since the last key
const SEARCHED_FIELDS = ["surname", "given", "aliases", "born", "sex", "nationality", "documents", "imo", "call_sign",
  "mmsi", "tail_number", "register", "tax", "address"];

export function searchAsTyped(form) {
  const place = form.querySelector("#similar");
  let waiting, request;
  form.addEventListener("input", (event) => {
    if (!SEARCHED_FIELDS.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      request?.abort();
      request = new AbortController();
      show(form, place, request.signal);
    }, PAUSE);
  });
}

async function show(form, place, signal) {
  try {
    const body = new FormData(form);
    body.delete("photo"); // nothing is searched by it
    const response = await fetch(form.dataset.similar, { method: "POST", body, signal });
    if (response.ok && !response.redirected) place.innerHTML = await response.text();
  } catch {
    // the next key searches again, and the button is still there
  }
}
