// Which points lie inside a drawn line or a rectangle. A path is a list of [left, top] on the screen.
const SPACING = 3;     // px between two corners: a finer line would not select better

export function grown(path, left, top) {
  const last = path.at(-1);
  if (!last || Math.hypot(left - last[0], top - last[1]) >= SPACING) path.push([left, top]);
  return path;
}

export const rectangle = ([left, top], [right, bottom]) => [[left, top], [right, top], [right, bottom], [left, bottom]];

// Rows of the shown points (colour not 0) inside the path, which closes by itself.
export function inside(path, points, colours, camera) {
  const corners = Float64Array.from(path.flatMap(([left, top]) => camera.plane(left, top))), rows = [];
  if (path.length < 3) return Uint32Array.from(rows);
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < corners.length; i += 2) {
    west = Math.min(west, corners[i]); east = Math.max(east, corners[i]);
    south = Math.min(south, corners[i + 1]); north = Math.max(north, corners[i + 1]);
  }
  for (let i = 0; i < colours.length; i++) {
    const x = points[2 * i], y = points[2 * i + 1];
    if (colours[i] && x >= west && x <= east && y >= south && y <= north && holds(corners, x, y)) rows.push(i);
  }
  return Uint32Array.from(rows);
}

// Even-odd rule (Shimrat 1962): a ray to the right meets the line an odd number of times.
export function holds(corners, x, y) {
  let odd = false;
  for (let i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
    const [x1, y1, x2, y2] = [corners[i], corners[i + 1], corners[j], corners[j + 1]];
    if (y1 > y !== y2 > y && x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)) odd = !odd;
  }
  return odd;
}
