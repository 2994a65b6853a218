// An arrival brief: it ends at its time, can be kept on the device, and as a kept page takes outcomes without a
// connection. Without this script the page is read and printed.

import { addOutcome, endBrief, isOver, isPossible, keep, keptPeriod, outcomes, removeOutcome, sendOutcomes, sweep } from "./kept.js";

const OFTEN = 5_000; // looks at the clock
const RETRY = 30_000; // sends again what waits, besides when the connection comes back
const user = document.body.dataset.user ?? "";

export async function startBrief(brief) {
  const outbox = document.querySelector("[data-outbox]");
  if (brief.dataset.validUntil) startClock(brief, await period(brief));
  startKeeping(brief);
  send(outbox);
  setInterval(() => send(outbox), RETRY);
  addEventListener("online", () => send(outbox));
}

// When the brief was made and ends by the clock of the device, which may be wrong: as it was kept, or from now on.
async function period(brief) {
  const kept = brief.dataset.outcomes && isPossible && (await keptPeriod(location.pathname));
  const made = Date.now();
  return kept || { made, until: made + Date.parse(brief.dataset.validUntil) - Date.parse(brief.dataset.made) };
}

function startClock(brief, { made, until }) {
  const ahead = Date.parse(brief.dataset.made) - made; // of the server's clock
  for (const form of brief.querySelectorAll("form[data-outcome]")) startForm(form, brief, () => Date.now() + ahead);
  const end = () => {
    if (!brief.dataset.validUntil || !isOver(made, until)) return;
    endBrief(document, brief);
    sweep(user);
  };
  end();
  setInterval(end, OFTEN);
  document.addEventListener("visibilitychange", end);
}

function startKeeping(brief) {
  const place = brief.querySelector("[data-keep]");
  if (!place || !isPossible) return;
  const [button, status, link] = ["button", "[role=status]", "a"].map((each) => place.querySelector(each));
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = place.dataset.busy;
    try {
      await keep(location.pathname, user);
      status.textContent = place.dataset.kept;
      link.hidden = false;
    } catch {
      status.textContent = place.dataset.failed;
    }
    button.disabled = false;
  });
}

// ── Outcomes

// `now`: the time by the server's clock.
function startForm(form, brief, now) {
  const outbox = document.querySelector("[data-outbox]");
  form.closest("[hidden]").hidden = false;
  showRecorded(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const error = form.querySelector("[role=alert]");
    error.textContent = fault(form, outbox.dataset, now());
    if (error.textContent) return;
    try {
      addOutcome(outcomeOf(form, brief, now()));
    } catch {
      error.textContent = outbox.dataset.noStore; // the browser lets no page store anything, or is full
      return;
    }
    form.reset();
    showRecorded(form);
    send(outbox);
  });
}

function outcomeOf({ dataset, elements }, brief, now) {
  const { what, outcome_note, early_reason } = elements;
  return {
    address: brief.dataset.outcomes,
    alert: dataset.outcome,
    link: dataset.alert,
    about: dataset.about,
    officer: user,
    at: new Date(now).toISOString(),
    what: what.value,
    words: what.selectedOptions[0].textContent,
    outcome_note: outcome_note.value,
    early_reason: early_reason?.value ?? "",
  };
}

// Show in place of the form that the outcome is recorded, unless the server refused it.
function showRecorded(form) {
  const details = form.closest("details");
  const isRecorded = outcomes(user).some(({ alert, state }) => alert === form.dataset.outcome && state !== "refused");
  details.hidden = isRecorded;
  details.nextElementSibling.hidden = !isRecorded;
}

// Return what is missing in a form, in the words of the page; "" if nothing is.
function fault({ dataset, elements }, words, now) {
  const { what, outcome_note, early_reason } = elements;
  if (!what.value) return words.noOutcome;
  if (words.noted.split(" ").includes(what.value) && !outcome_note.value.trim()) return words.noNote;
  const isEarly = dataset.earlyUntil && now < Date.parse(dataset.earlyUntil);
  return isEarly && !early_reason.value.trim() ? words.noReason : "";
}

let isSending = false;
let shown = "[]";

async function send(outbox) {
  show(outbox);
  if (isSending) return;
  isSending = true;
  await sendOutcomes(user).finally(() => (isSending = false));
  show(outbox);
}

function show(outbox) {
  const found = outcomes(user);
  if (shown === JSON.stringify(found)) return;
  shown = JSON.stringify(found);
  outbox.hidden = !found.length;
  outbox.querySelector("ul").replaceChildren(...found.map((each) => line(each, outbox)));
}

function line(outcome, outbox) {
  const item = document.createElement("li");
  const at = new Date(outcome.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
  const text = document.createElement("strong");
  text.textContent = `${outcome.about}: ${outcome.words}, ${at}. `;
  item.append(text, `${outcome.needsSignIn && outcome.state === "waiting" ? outbox.dataset.signIn : outbox.dataset[outcome.state]} ${outcome.why ?? ""} `);
  if (outcome.state !== "sent") item.append(link(outcome, outbox), " ");
  if (outcome.state !== "waiting") item.append(removal(outcome, outbox));
  return item;
}

function link(outcome, outbox) {
  const made = document.createElement("a");
  made.className = "govuk-link govuk-link--no-visited-state";
  made.href = outcome.link;
  made.textContent = outbox.dataset.open;
  return made;
}

function removal(outcome, outbox) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rs-link-button";
  button.textContent = outbox.dataset.remove;
  button.setAttribute("aria-label", `${outbox.dataset.remove}: ${outcome.about}`);
  button.addEventListener("click", () => {
    removeOutcome(outcome.key);
    show(outbox);
  });
  return button;
}
