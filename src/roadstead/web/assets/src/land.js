// The land under the map of arrivals: Natural Earth (public domain) from world-atlas (TopoJSON), clipped to the frame
// and simplified, as one grey path that suits both themes. `frame`: see frame.json; web/arrivals/chart.py draws over it.

const MARGIN = 1; // degrees outside the frame that are kept, so that the edge of the clipping is not visible
const FINE = 10; // tenths of a unit, in whole numbers from point to point: half the size of decimals
const ISLANDS = { west: -66, east: -58.5, south: 9.5, north: 19 }; // where a map is drawn largest
const MIN_DISTANCE = { within: 0.8, elsewhere: 2.4 }; // units between two points; smaller islands are kept as a dot

export function drawLand(topology, frame) {
  const arcs = topology.arcs.map((arc) => unpacked(arc, topology.transform));
  const east = frame.unit * Math.cos((frame.parallel * Math.PI) / 180);
  const project = ([lon, lat]) => [(lon - frame.west) * east, (frame.north - lat) * frame.unit];
  const rings = polygons(topology.objects.land).flatMap((polygon) => polygon.map((ring) => joined(ring, arcs)));
  const paths = rings.map((ring) => clipped(ring, frame)).filter((ring) => ring.length > 2);
  const width = Math.round((frame.east - frame.west) * east);
  const height = Math.round((frame.north - frame.south) * frame.unit);
  const [left, top] = project([ISLANDS.west, ISLANDS.north]);
  const [right, bottom] = project([ISLANDS.east, ISLANDS.south]);
  const least = ([x, y]) =>
    x > left && x < right && y > top && y < bottom ? MIN_DISTANCE.within : MIN_DISTANCE.elsewhere;
  const path = paths.map((ring) => drawn(ring.map(project), least)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * FINE} ${height * FINE}"><path fill="#8a9aa5" fill-opacity=".45" fill-rule="evenodd" d="${path}"/></svg>`;
}

function polygons(geometry) {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(polygons);
  return geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
}

function unpacked(arc, { scale, translate }) {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
}

function joined(ring, arcs) {
  return ring.flatMap((at) => (at < 0 ? [...arcs[~at]].reverse() : arcs[at]).slice(1));
}

// Clip at one side after the other (Sutherland and Hodgman 1974).
function clipped(ring, { west, east, south, north }) {
  const sides = [[0, west - MARGIN, 1], [0, east + MARGIN, -1], [1, south - MARGIN, 1], [1, north + MARGIN, -1]];
  return sides.reduce((points, side) => cut(points, side), ring);
}

function cut(points, [axis, at, sign]) {
  const inside = (point) => (point[axis] - at) * sign >= 0;
  return points.flatMap((point, index) => {
    const before = points.at(index - 1);
    const crossing = inside(point) === inside(before) ? [] : [crossed(before, point, axis, at)];
    return inside(point) ? [...crossing, point] : crossing;
  });
}

function crossed(one, other, axis, at) {
  const part = (at - one[axis]) / (other[axis] - one[axis]);
  return [0, 1].map((each) => one[each] + (other[each] - one[each]) * part);
}

function drawn(points, least) {
  const kept = points.reduce(
    (all, point) => (all.length && distance(all.at(-1), point) < least(point) ? all : [...all, point]),
    [],
  );
  if (kept.length < 3) return dot(points[0]);
  const whole = kept.map((point) => point.map((value) => Math.round(value * FINE)));
  const steps = whole.slice(1).map(([x, y], at) => pair(x - whole[at][0], y - whole[at][1]));
  return `M${pair(...whole[0])}l${steps.join(" ")}z`;
}

function pair(x, y) {
  return y < 0 ? `${x}${y}` : `${x} ${y}`;
}

function distance(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function dot([x, y]) {
  return `M${pair(Math.round(x * FINE), Math.round(y * FINE))}h${FINE}v${FINE}h-${FINE}z`;
}
