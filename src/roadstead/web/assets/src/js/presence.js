// While an alert's page is open and visible, reports so every few seconds. The response is a sentence on who else has it
// open, or that it has changed since. Without this script the page shows the state when it was loaded.

const SECOND = 1000;

export function reportPresence(status) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!token) return;
  setInterval(() => {
    if (document.visibilityState === "visible") report(status, token.value);
  }, Number(status.dataset.beat) * SECOND);
}

async function report(status, token) {
  const body = new URLSearchParams({ state: status.dataset.state });
  try {
    const answer = await fetch(status.dataset.presence, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.ok) show(status, (await answer.json()).text);
  } catch {
    // no network for a moment: the next report tries again
  }
}

function show(status, text) {
  if (status.textContent !== text) status.textContent = text;
}
