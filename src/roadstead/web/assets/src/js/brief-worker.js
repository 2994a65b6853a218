// Service worker of arrival briefs: opens a kept brief where there is no connection, and deletes it when its validity
// has ended. It keeps nothing by itself: kept.js does, when an officer presses the button.

const PAGES = "kept-briefs"; // as in kept.js
const ASSETS = "kept-brief-assets"; // as in kept.js
const ENDED = "/voyages/no-brief"; // as in kept.js
const BRIEF = /^\/voyages\/\d+\/brief$/;
const CLOCK_SET_BACK = 5 * 60_000;
const PATIENCE = 8_000; // for a slow connection, if a brief is kept

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && BRIEF.test(url.pathname)) event.respondWith(brief(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

async function brief(request, url) {
  const kept = await validPage(url.pathname);
  const form = url.searchParams.get("as");
  if (form === "kept" && kept) return kept;
  try {
    return await (kept && !form ? Promise.race([fetch(request), tooSlow()]) : fetch(request));
  } catch {
    return kept ?? (await ended());
  }
}

function tooSlow() {
  return new Promise((_, fail) => setTimeout(() => fail(new Error("too slow")), PATIENCE));
}

// Return the kept page of this address; nothing if its time is over, or a clock was set back. Such pages are deleted.
async function validPage(path) {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const { headers } = await pages.match(request);
    const now = Date.now();
    const isOver = now >= Number(headers.get("X-Brief-Until")) || now < Number(headers.get("X-Brief-Made")) - CLOCK_SET_BACK;
    if (isOver) await pages.delete(request);
  }
  return pages.match(path);
}

async function ended() {
  return (await (await caches.open(ASSETS)).match(ENDED)) ?? Response.error();
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch {
    return (await (await caches.open(ASSETS)).match(request)) ?? Response.error();
  }
}
