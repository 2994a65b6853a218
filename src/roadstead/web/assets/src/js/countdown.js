// Keeps "in 3 h 20" up to date while the page is open. The server wrote it in the reader's language, with h and min;
// only its numbers are replaced. Once the time has passed the text stays until the page is loaded again.

const MINUTE = 60_000;

export function countDown(times) {
  if (times.length) setInterval(() => times.forEach(renew), MINUTE);
}

function renew(time) {
  const minutes = Math.floor((Date.parse(time.dateTime) - Date.now()) / MINUTE);
  if (minutes < 0) return;
  const words = { d: Math.floor(minutes / 1440), h: Math.floor((minutes % 1440) / 60), min: minutes % 60 };
  const text = shown(words).map((unit) => `${words[unit]} ${time.dataset[unit] ?? unit}`).join(" ");
  time.textContent = time.dataset.until.replace("%s", text);
}

function shown(words) {
  if (words.d) return ["d", "h"];
  return words.h ? ["h", "min"] : ["min"];
}
