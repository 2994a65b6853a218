// Grey picture of a photo, and where it has ink: darker than its surroundings, however it is lit.

const DARKER = 0.8; // of the mean around a pixel
const AROUND = 40; // share of the width: one in so many, to each side

// A grey picture: width, height, and one byte for each pixel.
export function grey({ data, width, height }) {
  const pixels = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < pixels.length; at++, from += 4) {
    pixels[at] = (data[from] * 77 + data[from + 1] * 150 + data[from + 2] * 29) >> 8;
  }
  return { pixels, width, height };
}

// One byte for each pixel, 1 where there is ink.
export function inkOf({ pixels, width, height }) {
  const sums = integral(pixels, width, height);
  const reach = Math.max(8, Math.round(width / AROUND));
  const ink = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach) * (width + 1);
    const bottom = Math.min(height, y + reach + 1) * (width + 1);
    const rows = (bottom - top) / (width + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach), right = Math.min(width, x + reach + 1);
      const sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
      if (pixels[y * width + x] * rows * (right - left) < sum * DARKER) ink[y * width + x] = 1;
    }
  }
  return ink;
}

function integral(pixels, width, height) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return sums;
}

// The picture made smaller by a whole number, each pixel the mean of those it replaces.
export function smaller({ pixels, width, height }, by) {
  if (by < 2) return { pixels, width, height };
  const wide = Math.floor(width / by), high = Math.floor(height / by);
  const mean = new Uint8Array(wide * high);
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      let sum = 0;
      for (let row = 0; row < by; row++) {
        for (let column = 0; column < by; column++) sum += pixels[(y * by + row) * width + x * by + column];
      }
      mean[y * wide + x] = sum / (by * by);
    }
  }
  return { pixels: mean, width: wide, height: high };
}

// The grey value between pixels; beyond the edge that of the edge.
export function sample({ pixels, width, height }, x, y) {
  const left = Math.min(Math.max(x, 0), width - 1.001), top = Math.min(Math.max(y, 0), height - 1.001);
  const column = Math.floor(left), row = Math.floor(top), across = left - column, down = top - row;
  const at = row * width + column;
  const upper = pixels[at] * (1 - across) + pixels[at + 1] * across;
  const lower = pixels[at + width] * (1 - across) + pixels[at + width + 1] * across;
  return upper * (1 - down) + lower * down;
}
