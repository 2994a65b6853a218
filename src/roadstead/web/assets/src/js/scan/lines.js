// Lines of letters of one size and one pitch in a picture, at a slope of up to eight degrees.

const MAX_SPOTS = 20000; // of ink; more is noise
const SLOPES = Array.from({ length: 33 }, (_, at) => Math.tan(((at - 16) / 2) * (Math.PI / 180)));
const SIZES = Array.from({ length: 12 }, (_, at) => 6 * 1.27 ** at); // heights of a letter that are tried, in pixels
const LEAST = 14; // letters of a line that is looked at
const MAX_LINES = 12;

// Lines from top to bottom: letter height `tall`, `slope`, the middle of each cell `x(k)`, `y(x)`, and the first and
// last cell that has ink.
export function findLines(ink, width, height) {
  const spots = spotsOf(ink, width, height).filter((spot) => spot.tall >= 5 && spot.wide <= 1.8 * spot.tall);
  const best = bestDirection(spots);
  if (!best) return [];
  const found = [];
  for (const offset of best.offsets) {
    const line = fitted(spots, best, offset);
    if (line && !found.some((other) => Math.abs(other.y(width / 2) - line.y(width / 2)) < line.tall / 2)) found.push(line);
  }
  return found.sort((one, other) => one.y(width / 2) - other.y(width / 2));
}

// Connected ink: the middle, width and height of each spot.
function spotsOf(ink, width, height) {
  const seen = new Uint8Array(ink.length), stack = new Int32Array(ink.length), spots = [];
  for (let start = 0; start < ink.length && spots.length < MAX_SPOTS; start++) {
    if (!ink[start] || seen[start]) continue;
    let size = 1, left = width, right = 0, top = height, bottom = 0;
    stack[0] = start;
    seen[start] = 1;
    while (size) {
      const at = stack[--size], x = at % width, y = (at - x) / width;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const next = row * width + column;
          if (ink[next] && !seen[next]) {
            seen[next] = 1;
            stack[size++] = next;
          }
        }
      }
    }
    spots.push({ x: (left + right) / 2, y: (top + bottom) / 2, wide: right - left + 1, tall: bottom - top + 1 });
  }
  return spots;
}

// The slope and letter height at which most spots stand in lines, and where these lines are.
function bestDirection(spots) {
  let best = null;
  for (const tall of SIZES) {
    const alike = spots.filter((spot) => spot.tall >= 0.7 * tall && spot.tall <= 1.4 * tall);
    if (alike.length < 2 * LEAST) continue;
    for (const slope of SLOPES) {
      const counts = new Map();
      for (const spot of alike) {
        const row = Math.round((spot.y - slope * spot.x) / (tall / 2));
        counts.set(row, (counts.get(row) || 0) + 1);
      }
      let score = 0;
      for (const count of counts.values()) if (count >= LEAST) score += count * count;
      if (!best || score > best.score) best = { score, slope, tall, counts };
    }
  }
  if (!best || !best.score) return null;
  const rows = [...best.counts].filter(([, count]) => count >= LEAST / 2).sort((one, other) => other[1] - one[1]);
  return { ...best, offsets: rows.slice(0, MAX_LINES).map(([row]) => (row * best.tall) / 2) };
}

function fitted(spots, { slope, tall }, offset) {
  let line = { slope, offset }, near = [];
  for (let turn = 0; turn < 4; turn++) {
    const reach = (turn ? 0.3 : 0.6) * tall;
    near = spots.filter(
      (spot) =>
        spot.tall >= 0.6 * tall && spot.tall <= 1.5 * tall && Math.abs(spot.y - line.offset - line.slope * spot.x) < reach,
    );
    if (near.length < LEAST / 2) return null;
    const [constant, linear] = fit(near.map((spot) => [spot.x, spot.y]), 2);
    line = { slope: linear, offset: constant };
  }
  const cells = pitched(near.sort((one, other) => one.x - other.x), tall);
  if (!cells || cells.used < LEAST) return null;
  const talls = near.map((spot) => spot.tall).sort((one, other) => one - other);
  return {
    tall: talls[Math.floor(talls.length * 0.6)],
    slope: line.slope,
    y: (x) => line.offset + line.slope * x,
    ...cells,
  };
}

// Number the spots by cells of one pitch, which may grow or shrink a little along the line (perspective).
function pitched(near, tall) {
  const gaps = near.slice(1).map((spot, at) => spot.x - near[at].x).filter((gap) => gap > 0.55 * tall && gap < 1.7 * tall);
  if (gaps.length < LEAST / 2) return null;
  const pitch = gaps.sort((one, other) => one - other)[gaps.length >> 1];
  let cell = 0, last = near[0].x;
  const numbered = [[0, near[0].x]];
  for (const spot of near.slice(1)) {
    const step = Math.round((spot.x - last) / pitch);
    if (step < 1) continue; // a part of the same letter
    cell += step;
    last = spot.x;
    numbered.push([cell, spot.x]);
  }
  let middle = [numbered[0][1], pitch, 0], used = numbered;
  for (let turn = 0; turn < 3; turn++) {
    middle = fit(used, used.length > 20 ? 3 : 2);
    used = numbered
      .map(([, x]) => [nearest(middle, x, pitch), x])
      .filter(([number, x]) => Math.abs(at(middle, number) - x) < 0.3 * pitch);
    if (used.length < LEAST) return null;
  }
  const numbers = used.map(([number]) => number);
  return {
    x: (number) => at(middle, number),
    pitch: (number) => middle[1] + 2 * (middle[2] || 0) * number,
    first: Math.min(...numbers),
    last: Math.max(...numbers),
    used: used.length,
  };
}

const at = (terms, number) => terms[0] + terms[1] * number + (terms[2] || 0) * number * number;

function nearest(terms, x, pitch) {
  let number = Math.round((x - terms[0]) / (terms[1] || pitch));
  for (let turn = 0; turn < 3; turn++) number = Math.round(number + (x - at(terms, number)) / pitch);
  return number;
}

// Least squares: the terms (constant, linear, square) that fit the points best.
function fit(points, terms) {
  const middle = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const rows = Array.from({ length: terms }, () => new Float64Array(terms + 1));
  for (const [x, y] of points) {
    const powers = [1, x - middle, (x - middle) ** 2];
    for (let row = 0; row < terms; row++) {
      for (let column = 0; column < terms; column++) rows[row][column] += powers[row] * powers[column];
      rows[row][terms] += powers[row] * y;
    }
  }
  for (let pivot = 0; pivot < terms; pivot++) {
    for (let row = 0; row < terms; row++) {
      if (row === pivot) continue;
      const share = rows[row][pivot] / rows[pivot][pivot];
      for (let column = pivot; column <= terms; column++) rows[row][column] -= share * rows[pivot][column];
    }
  }
  const [constant, linear, square = 0] = rows.map((row, place) => row[terms] / row[place]);
  return [constant - linear * middle + square * middle * middle, linear - 2 * square * middle, square];
}
