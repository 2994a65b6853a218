// The desk: a reader that types ends each line with Enter, and the zone can be read by the camera. Without it, the zone
// is typed and the button pressed.

const NUMBER_CHARS = 28; // a shorter single line is a document number
const JOINED = [72, 88, 90]; // all lines of a zone in one
const TYPED_INTO = "textarea, select, input:not([type=radio]):not([type=file])";
const SHORT_LINE = 33; // lines of a zone of three lines are shorter

export function startDesk(form) {
  const field = form.elements.zone;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || !isComplete(field.value)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  // A reader types wherever the page has its focus.
  document.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ";
    if (isLetter && !event.target.closest(TYPED_INTO)) field.focus();
  });
  const answer = document.getElementById("answer");
  if (answer) answer.focus();
  else if (!document.querySelector(".govuk-error-summary")) field.focus();
  startScan(form, field);
}

// True if another Enter can only mean "check": after a number, after the last line of a zone, or after an empty line.
function isComplete(text) {
  const lines = text.split("\n").map((line) => line.replace(/\s/g, ""));
  const filled = lines.filter(Boolean);
  if (!filled.length) return false;
  if (!lines.at(-1)) return true;
  const first = filled[0].length;
  if (filled.length === 1) return first < NUMBER_CHARS || JOINED.includes(first);
  return filled.length >= (first < SHORT_LINE ? 3 : 2);
}

function startScan(form, field) {
  const area = form.querySelector("[data-scan]");
  const camera = area.querySelector("[data-scan-camera]"), stop = area.querySelector("[data-scan-stop]");
  const picture = area.querySelector("input[type=file]"), video = area.querySelector("video");
  const say = (text) => (area.querySelector("[data-scan-status]").textContent = text);
  area.hidden = false;
  camera.hidden = !navigator.mediaDevices?.getUserMedia;

  function fill(found) {
    if (!found) return say(form.dataset.fail);
    field.value = found.lines.join("\n");
    say(found.isSure ? form.dataset.read : form.dataset.doubt);
    (found.isSure ? form.querySelector("button[type=submit]") : field).focus();
  }

  picture.addEventListener("change", async () => {
    const [file] = picture.files;
    if (!file) return;
    say(form.dataset.busy);
    try {
      const { readPicture } = await import("./scan/scan.js");
      fill(await readPicture(file));
    } catch {
      say(form.dataset.fail); // no picture that this browser can open
    }
    picture.value = "";
  });

  camera.addEventListener("click", async () => {
    const ended = new AbortController();
    const end = () => ended.abort();
    stop.addEventListener("click", end, { once: true });
    [camera.hidden, stop.hidden] = [true, false];
    say("");
    stop.focus();
    try {
      const { readCamera } = await import("./scan/scan.js");
      const found = await readCamera(video, ended.signal);
      if (found) {
        navigator.vibrate?.(100);
        fill(found);
      }
    } catch {
      say(form.dataset.noCamera);
    }
    stop.removeEventListener("click", end);
    [camera.hidden, stop.hidden] = [false, true];
  });
}
