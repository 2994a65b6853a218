// While an alert's page is open and looked at, it says so every few seconds; the answer is a sentence about who else has it
// open, or that it has been changed meanwhile. Without this the page says what held when it was loaded.

const SECOND = 1000;

export function sayHere(status) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!token) return;
  setInterval(() => {
    if (document.visibilityState === "visible") say(status, token.value);
  }, Number(status.dataset.beat) * SECOND);
}

async function say(status, token) {
  const body = new URLSearchParams({ state: status.dataset.state });
  try {
    const answer = await fetch(status.dataset.presence, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.ok) show(status, (await answer.json()).text);
  } catch {
    // no network for a moment: the next sign of life tells again
  }
}

function show(status, text) {
  if (status.textContent !== text) status.textContent = text;
}
