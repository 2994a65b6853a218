// What this device keeps: briefs, each until its validity ends, and outcomes that were recorded without a connection,
// each until it is sent or its officer removes it. The service worker (brief-worker.js) opens the briefs.

const PAGES = "kept-briefs"; // as in brief-worker.js
const ASSETS = "kept-brief-assets"; // as in brief-worker.js
const ENDED = "/voyages/no-brief"; // as in brief-worker.js
const OWNER = "roadstead-kept"; // account whose briefs are kept
const OUTCOMES = "roadstead-outcomes";
const HEADERS = ["Content-Type", "Content-Security-Policy"];
const CLOCK_SET_BACK = 5 * 60_000;
const HOUR = 3600_000;
const LONGEST = 30 * 24 * HOUR; // of an outcome on the device; the server takes none that is older than seven days
const SENT = 201;

export const isPossible = "serviceWorker" in navigator && "caches" in window;

// ── Briefs

export async function keep(address, user) {
  const worker = new URL("./brief-worker.js", import.meta.url);
  await navigator.serviceWorker.register(worker, { scope: "/voyages/", updateViaCache: "none" });
  await navigator.serviceWorker.getRegistration("/voyages/").then(whenActive);
  const answer = await fetch(`${address}?as=kept`, { cache: "no-store", redirect: "error" });
  if (!answer.ok || !answer.headers.has("X-Brief-Until")) throw new Error("no brief");
  const text = await answer.text();
  const headers = new Headers(HEADERS.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : [])));
  const made = Date.now(); // by the clock of the device, which may be wrong
  headers.set("X-Brief-Made", made);
  headers.set("X-Brief-Until", made + Number(answer.headers.get("X-Brief-Until")) - Number(answer.headers.get("X-Brief-Made")));
  const page = new DOMParser().parseFromString(text, "text/html");
  const assets = await caches.open(ASSETS);
  await assets.addAll([...page.querySelectorAll("head link[href], script[src]")].map((each) => each.getAttribute("href") ?? each.getAttribute("src")));
  await assets.put(ENDED, new Response(withoutBrief(page), { headers }));
  localStorage.setItem(OWNER, user);
  await (await caches.open(PAGES)).put(address, new Response(text, { headers }));
}

function whenActive(registration) {
  if (registration.active) return registration;
  const worker = registration.installing ?? registration.waiting;
  return new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done(registration)));
}

// The page that says that there is no brief: the kept one with nothing of the voyage in it.
function withoutBrief(page) {
  endBrief(page, page.querySelector("[data-brief]"));
  return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
}

// Return when the kept brief of this address was made and ends; nothing if none is kept.
export async function keptPeriod(address) {
  const kept = await (await caches.open(PAGES)).match(address);
  return kept && periodOf(kept.headers);
}

function periodOf(headers) {
  return { made: Number(headers.get("X-Brief-Made")), until: Number(headers.get("X-Brief-Until")) };
}

// Put in place of a brief that there is none.
export function endBrief(page, brief) {
  const template = page.querySelector("template[data-ended]");
  const heading = page.createElement("h1");
  heading.className = "govuk-heading-l";
  heading.textContent = page.title = template.dataset.ended;
  for (const name of ["validUntil", "made"]) delete brief.dataset[name];
  brief.replaceChildren(heading, template.content.cloneNode(true));
}

export function isOver(made, until) {
  return Date.now() >= until || Date.now() < made - CLOCK_SET_BACK;
}

// Delete the briefs whose time is over, and all if another account or nobody is signed in.
export async function sweep(user) {
  if (!("caches" in window)) return;
  if (localStorage.getItem(OWNER) !== user) {
    await caches.delete(PAGES);
    localStorage.removeItem(OWNER);
    return;
  }
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const { made, until } = periodOf((await pages.match(request)).headers);
    if (isOver(made, until)) await pages.delete(request);
  }
}

// ── Outcomes

export function outcomes(user) {
  return stored().filter((each) => each.officer === user);
}

export function addOutcome(outcome) {
  store([...stored(), { ...outcome, key: crypto.randomUUID(), state: "waiting" }]);
}

export function removeOutcome(key) {
  store(stored().filter((each) => each.key !== key));
}

// Send what waits, one after the other. Of what was sent the note is removed from the device at once.
export async function sendOutcomes(user) {
  for (const each of outcomes(user).filter((each) => each.state === "waiting")) {
    const result = await sent(each);
    if (!result) return;
    change(each.key, result);
    if (result.state === "waiting") return;
  }
}

// Return what has become of an outcome; nothing if there is no connection.
async function sent({ address, key, alert, officer, at, what, outcome_note, early_reason }) {
  const headers = { "X-CSRFToken": csrfToken(), "Idempotency-Key": key, Accept: "application/json" };
  const body = new URLSearchParams({ alert, officer, at, what, outcome_note, early_reason });
  try {
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual", cache: "no-store" });
    if (answer.status === SENT) return { state: "sent", outcome_note: "", early_reason: "" };
    const isAnswered = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isAnswered && answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      return { state: "refused", why: (await answer.json()).why };
    }
    return { state: "waiting", needsSignIn: answer.type === "opaqueredirect" || answer.status === 403 };
  } catch {
    return null;
  }
}

function csrfToken() {
  return document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
}

function change(key, result) {
  store(stored().map((each) => (each.key === key ? { ...each, ...result } : each)));
}

// Return what is stored; nothing where the browser lets no page store anything.
function stored() {
  let found = [];
  try {
    found = JSON.parse(localStorage.getItem(OUTCOMES) ?? "[]");
  } catch {
    return found;
  }
  return found.filter(({ at, state }) => Date.now() - Date.parse(at) < (state === "sent" ? HOUR : LONGEST));
}

function store(found) {
  localStorage.setItem(OUTCOMES, JSON.stringify(found));
}
