// A machine-readable zone in a picture (ICAO Doc 9303): its lines, and whether all of its check digits are right.

import { findLines } from "./lines.js";
import { readCells } from "./letters.js";
import { grey, inkOf } from "./picture.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<", DIGITS = "0123456789<", SEXES = "MFX<";
const TYPES = "ACIPV"; // first letter of a passport, card or visa
const ANY = LETTERS + "0123456789";
const BLANK = 0.55; // likeness below which a cell counts as empty
const SURE = 0.7; // likeness of each letter of a zone that is filled in without a warning
const LEAST_CLEAR = 0.5; // share of letters of that likeness, below which the lines are some other text
const CLOSE = 0.1; // two letters whose likeness differs by less may be taken for each other
const WEIGHTS = [7, 3, 1];
const MAX_CLOSE = 6; // letters for which another reading is tried

// By length of the lines: what stands where (line, first, last, letters), and the check digits (line and place, and what
// they are over). Places count from 1, as in Doc 9303.
const TWO_LINES = [[1, 1, 99, LETTERS], [2, 10, 10, DIGITS], [2, 11, 13, LETTERS], [2, 14, 20, DIGITS],
  [2, 21, 21, SEXES], [2, 22, 28, DIGITS]];
const TWO_LINE_CHECKS = [[[2, 10], [[2, 1, 9]]], [[2, 20], [[2, 14, 19]]], [[2, 28], [[2, 22, 27]]]];
const whole = (last) => [[2, last], [[2, 1, 10], [2, 14, 20], [2, 22, last - 1]]];
const KINDS = {
  30: {
    lines: 3,
    fields: [[1, 1, 5, LETTERS], [1, 15, 15, DIGITS], [2, 1, 7, DIGITS], [2, 8, 8, SEXES], [2, 9, 15, DIGITS],
      [2, 16, 18, LETTERS], [2, 30, 30, DIGITS], [3, 1, 30, LETTERS]],
    checks: [[[1, 15], [[1, 6, 14]]], [[2, 7], [[2, 1, 6]]], [[2, 15], [[2, 9, 14]]],
      [[2, 30], [[1, 6, 30], [2, 1, 7], [2, 9, 15], [2, 19, 29]]]],
  },
  36: { lines: 2, fields: [...TWO_LINES, [2, 36, 36, DIGITS]], checks: [...TWO_LINE_CHECKS, whole(36)] },
  44: {
    lines: 2,
    fields: [...TWO_LINES, [2, 43, 44, DIGITS]],
    checks: [...TWO_LINE_CHECKS, [[2, 43], [[2, 29, 42]]], whole(44)],
  },
};
const VISA = { lines: 2, fields: TWO_LINES, checks: TWO_LINE_CHECKS };

// The zone in a picture ({data, width, height}, as a canvas gives it): lines, and `isSure`. null if there is none.
export function readZone(image) {
  const picture = grey(image);
  const lines = findLines(inkOf(picture), picture.width, picture.height);
  const found = best(lines.map((line) => windows(picture, line)));
  if (!found) return null;
  const visa = found.length !== 30 && found.cells[0][0][0][0] === "V";
  return spelt(found.cells, visa ? VISA : KINDS[found.length]);
}

// The best place of each length in a line: cells, their sum of likeness, and where it begins.
function windows(picture, line) {
  const first = line.first - 3, cells = readCells(picture, line, first, line.last + 3), places = {};
  for (const length of [30, 36, 44]) {
    for (let start = 0; start + length <= cells.length; start++) {
      const part = cells.slice(start, start + length);
      const sum = part.reduce((all, cell) => all + cell[0][1] - BLANK, 0);
      if (!places[length] || sum > places[length].sum) places[length] = { sum, cells: part, x: line.x(first + start) };
    }
  }
  return { line, places };
}

// The lines that stand below each other and are most alike to a zone.
function best(rows) {
  let found = null;
  for (const length of [30, 36, 44]) {
    const count = KINDS[length].lines;
    for (let top = 0; top + count <= rows.length; top++) {
      const group = rows.slice(top, top + count);
      if (!group.every(({ places }) => places[length]) || !standTogether(group, length)) continue;
      const sum = group.reduce((all, { places }) => all + places[length].sum, 0);
      const cells = group.map(({ places }) => places[length].cells);
      if (sum > 0 && (!found || sum > found.sum)) found = { length, sum, cells };
    }
  }
  return found;
}

function standTogether(group, length) {
  return group.slice(1).every(({ line, places }, at) => {
    const above = group[at], x = above.places[length].x;
    const gap = (line.y(x) - above.line.y(x)) / line.tall;
    return gap > 1.2 && gap < 2.8 && Math.abs(places[length].x - x) < 1.2 * line.pitch(0);
  });
}

function spelt(cells, kind) {
  const allowed = cells.map((row) => row.map(() => ANY));
  for (const [line, first, last, letters] of kind.fields) {
    for (let place = first; place <= Math.min(last, cells[0].length); place++) allowed[line - 1][place - 1] = letters;
  }
  const choices = cells.map((row, line) =>
    row.map((cell, place) => zeroFirst(cell.filter(([letter]) => allowed[line][place].includes(letter)))));
  const rows = choices.map((row) => row.map(([[letter]]) => letter));
  const clear = choices.flat().filter(([[, likeness]]) => likeness >= SURE).length / choices.flat().length;
  const areSettled = kind.checks.map((check) => settle(rows, choices, check));
  const isZone = clear >= LEAST_CLEAR && TYPES.includes(rows[0][0]) && kind.checks.some((check) => isRight(rows, check));
  if (!isZone) return null;
  return { lines: rows.map((row) => row.join("")), isSure: clear === 1 && areSettled.every(Boolean) };
}

// Where a letter and a digit may stand, O is read as 0: they look alike, and few issuers use O in a number.
function zeroFirst(cell) {
  const zero = cell.find(([letter]) => letter === "0"), letter = cell.find(([one]) => one === "O");
  if (!zero || !letter || cell[0][0] !== "O") return cell;
  const likeness = letter[1];
  return [["0", likeness], ["O", likeness - CLOSE / 2], ...cell.filter(([one]) => one !== "O" && one !== "0")];
}

// Of the letters that are hard to tell apart, choose those by which the check digit is right. True if it is, and no
// other choice that is nearly as much alike would do as well.
function settle(rows, choices, check) {
  const close = check[1].flatMap(([line, first, last]) => closeIn(choices[line - 1], line, first, last));
  const tried = close.sort((one, other) => one.by - other.by).slice(0, MAX_CLOSE);
  const fitting = [];
  for (let choice = 0; choice < 1 << tried.length; choice++) {
    const loss = tried.reduce((sum, { by }, at) => sum + ((choice >> at) & 1 ? by : 0), 0);
    put(rows, tried, choice);
    if (isRight(rows, check)) fitting.push({ choice, loss });
  }
  fitting.sort((one, other) => one.loss - other.loss);
  put(rows, tried, fitting.length ? fitting[0].choice : 0);
  return fitting.length > 0 && (fitting.length === 1 || fitting[1].loss - fitting[0].loss > CLOSE / 2);
}

function put(rows, tried, choice) {
  tried.forEach(({ line, place, one, other }, at) => {
    rows[line - 1][place - 1] = (choice >> at) & 1 ? other : one;
  });
}

function closeIn(row, line, first, last) {
  const found = [];
  for (let place = first; place <= last; place++) {
    const [one, other] = row[place - 1];
    if (other && one[1] - other[1] < CLOSE) found.push({ line, place, one: one[0], other: other[0], by: one[1] - other[1] });
  }
  return found;
}

function isRight(rows, [[line, place], over]) {
  const printed = rows[line - 1][place - 1];
  const text = over.flatMap(([of, first, last]) => rows[of - 1].slice(first - 1, last));
  const digit = text.reduce((sum, letter, at) => sum + value(letter) * WEIGHTS[at % 3], 0) % 10;
  if (printed === "<") return digit === 0 && text.every((letter) => letter === "<");
  return printed === String(digit);
}

function value(letter) {
  if (letter === "<") return 0;
  return letter <= "9" ? Number(letter) : letter.charCodeAt(0) - 55;
}
