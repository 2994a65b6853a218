// Asks for the status of a message that waits to be read: every second at first, then less often. Once it has been read
// the page is loaded again and announces it to screen readers. Without this script there is a link.

const FIRST = 1_000; // milliseconds
const STEADY_REQUESTS = 10; // requests before the pauses grow
const MAX_PAUSE = 15_000;
const READ = "roadstead-message-read"; // set for the page that is loaded next

export function watchReceipt(status) {
  announce(status);
  if (status.dataset.waits) askLater(status, 1);
}

function askLater(status, asked) {
  const pause = asked <= STEADY_REQUESTS ? FIRST : Math.min(FIRST * 1.5 ** (asked - STEADY_REQUESTS), MAX_PAUSE);
  setTimeout(() => ask(status, asked), pause);
}

async function ask(status, asked) {
  if (document.visibilityState === "visible" && (await isRead(status.dataset.waits))) {
    sessionStorage.setItem(READ, location.pathname);
    location.reload();
    return;
  }
  askLater(status, asked + 1);
}

async function isRead(address) {
  try {
    const answer = await fetch(address);
    return answer.ok && !answer.redirected && !(await answer.json()).waits;
  } catch {
    return false; // no network for a moment: requested again
  }
}

// A live region announces changes, not its content when the page is loaded.
function announce(status) {
  if (sessionStorage.getItem(READ) !== location.pathname) return;
  sessionStorage.removeItem(READ);
  const region = document.querySelector("[data-receipt-announcement]");
  if (region) setTimeout(() => (region.textContent = status.textContent.trim().replace(/\s+/g, " ")), 200);
}
