// Reads the zone of a document with the camera or from a picture. Nothing of it leaves this device.

const MOST_PIXELS = 1600; // of the longer side of a picture that is read
const QUARTERS = [0, 1, 3, 2]; // turns that are tried with a picture that was taken upright
const PAUSE = 50; // milliseconds between two pictures of the camera

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

let before = Promise.resolve(); // pictures are read one after the other

function read(image) {
  const answer = before.then(() => new Promise((done, fail) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = fail;
    worker.postMessage(image, [image.data.buffer]);
  }));
  before = answer.catch(() => null);
  return answer;
}

// The zone in a picture file: lines, and `isSure`; null if there is none.
export async function readPicture(file) {
  const bitmap = await createImageBitmap(file);
  let doubtful = null;
  for (const quarters of QUARTERS) {
    const found = await read(drawn(bitmap, bitmap.width, bitmap.height, quarters));
    if (found?.isSure) return found;
    doubtful = doubtful || found;
  }
  return doubtful;
}

// The zone that the camera sees, as soon as its check digits are right; null if `signal` stops it before.
export async function readCamera(video, signal) {
  const asked = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: asked, audio: false });
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    while (!signal.aborted) {
      const found = await read(drawn(video, video.videoWidth, video.videoHeight, 0));
      if (found?.isSure) return found;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  }
}

function drawn(source, width, height, quarters) {
  const scale = Math.min(1, MOST_PIXELS / Math.max(width, height));
  const wide = Math.round(width * scale), high = Math.round(height * scale);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = quarters % 2 ? [high, wide] : [wide, high];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(source, -wide / 2, -high / 2, wide, high);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data, width: canvas.width, height: canvas.height };
}
