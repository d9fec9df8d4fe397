// Strokes on a canvas: as smooth ink, or as the pixels of a small picture whose middle lies under the pen.
const WHOLE = 1000;

export function paintInk(context, strokes, colour) {
  const side = context.canvas.width;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = colour;
  for (const { width, points } of strokes) {
    context.lineWidth = (width / WHOLE) * side;
    context.beginPath();
    context.moveTo((points[0] / WHOLE) * side, (points[1] / WHOLE) * side);
    for (let i = 0; i < points.length; i += 2) context.lineTo((points[i] / WHOLE) * side, (points[i + 1] / WHOLE) * side);
    context.stroke();
  }
}

export function paintCells(context, strokes, size, colour) {
  const side = context.canvas.width, cell = side / size, marked = covered(strokes, size);
  context.fillStyle = colour;
  context.globalAlpha = 0.85;
  for (let i = 0; i < marked.length; i++) {
    if (!marked[i]) continue;
    const x = Math.floor((i % size) * cell), y = Math.floor(Math.floor(i / size) * cell);
    context.fillRect(x, y, Math.ceil(cell), Math.ceil(cell));
  }
  context.globalAlpha = 1;
}

// The same pixels as `covered` in genmodels/data/strokes.py.
export function covered(strokes, size) {
  const marked = new Uint8Array(size * size);
  for (const { width, points } of strokes) {
    const radius = ((width / WHOLE) * size) / 2, last = Math.max(2, points.length - 2);
    for (let i = 0; i < last; i += 2) {
      const j = i + 2 < points.length ? i + 2 : i;
      press(marked, size, radius, scaled(points, i, size), scaled(points, j, size));
    }
  }
  return marked;
}

const scaled = (points, i, size) => [(points[i] / WHOLE) * size, (points[i + 1] / WHOLE) * size];

function press(marked, size, radius, [x0, y0], [x1, y1]) {
  const dx = x1 - x0, dy = y1 - y0, length = Math.max(dx * dx + dy * dy, 1e-9);
  for (let row = Math.max(0, Math.floor(Math.min(y0, y1) - radius - 1)); row < Math.min(size, Math.max(y0, y1) + radius + 1); row++) {
    for (let column = Math.max(0, Math.floor(Math.min(x0, x1) - radius - 1)); column < Math.min(size, Math.max(x0, x1) + radius + 1); column++) {
      const x = column + 0.5 - x0, y = row + 0.5 - y0;
      const share = Math.min(1, Math.max(0, (x * dx + y * dy) / length));
      if (Math.hypot(x - share * dx, y - share * dy) <= radius) marked[row * size + column] = 1;
    }
  }
}
