// Letters in the cells of a line, each compared with OCR-B: how alike, from -1 to 1.

import { HEIGHT, TALL, TEMPLATES, WIDTH } from "./glyphs.js";
import { sample, smaller } from "./picture.js";

const SHIFT = 2; // pixels of a template by which a letter may be off its cell, to each side
const BEST_PITCH = 14; // pixels: finer pictures are made smaller first

const templates = TEMPLATES.map(([letter, text]) => ({ letter, values: normal(decoded(text)) }));

// For each cell from `first` to `last`: letters with their likeness, the most alike first.
export function readCells(picture, line, first, last) {
  const by = Math.max(1, Math.floor(line.pitch(first) / BEST_PITCH));
  const shown = smaller(picture, by);
  const cells = [];
  for (let number = first; number <= last; number++) cells.push(alike(cellOf(shown, line, number, by)));
  return cells;
}

// Grey values of a cell with a margin of SHIFT, along the slope of the line.
function cellOf(picture, line, number, by) {
  const x = line.x(number), y = line.y(x), turn = Math.atan(line.slope);
  const across = line.pitch(number) / WIDTH, down = (line.tall * TALL) / HEIGHT;
  const cos = Math.cos(turn), sin = Math.sin(turn);
  const wide = WIDTH + 2 * SHIFT, high = HEIGHT + 2 * SHIFT, values = new Float32Array(wide * high);
  for (let row = 0; row < high; row++) {
    const v = (row + 0.5 - high / 2) * down;
    for (let column = 0; column < wide; column++) {
      const u = (column + 0.5 - wide / 2) * across;
      const px = (x + u * cos - v * sin + 0.5) / by - 0.5, py = (y + u * sin + v * cos + 0.5) / by - 0.5;
      values[row * wide + column] = sample(picture, px, py);
    }
  }
  return values;
}

function alike(values) {
  const wide = WIDTH + 2 * SHIFT, found = new Map();
  const part = new Float32Array(WIDTH * HEIGHT);
  for (let down = 0; down <= 2 * SHIFT; down++) {
    for (let across = 0; across <= 2 * SHIFT; across++) {
      for (let row = 0; row < HEIGHT; row++) {
        for (let column = 0; column < WIDTH; column++) {
          part[row * WIDTH + column] = values[(row + down) * wide + column + across];
        }
      }
      const one = normal(part);
      for (const { letter, values: other } of templates) {
        let product = 0;
        for (let at = 0; at < one.length; at++) product += one[at] * other[at];
        if (product > (found.get(letter) ?? -1)) found.set(letter, product);
      }
    }
  }
  return [...found].sort((one, other) => other[1] - one[1]);
}

// Values with the mean taken off and of length 1, so that light and contrast do not count.
function normal(values) {
  let sum = 0, squares = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length, out = new Float32Array(values.length);
  for (let at = 0; at < out.length; at++) {
    out[at] = values[at] - mean;
    squares += out[at] * out[at];
  }
  const length = Math.sqrt(squares) || 1;
  for (let at = 0; at < out.length; at++) out[at] /= length;
  return out;
}

function decoded(text) {
  return Float32Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
