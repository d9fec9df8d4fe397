// The pen over a canvas: pointer and touch, or arrow keys with the space bar to put it down and lift it.
const WHOLE = 1000, STEP = 25, SMALL_STEP = 5;     // thousandths of the side; small with Shift

// `width()` is asked when a stroke begins, `changed()` is called after every point. Returns { mark } to draw the pen.
export function listenToPen(canvas, strokes, width, changed) {
  const pen = { x: WHOLE / 2, y: WHOLE / 2, down: false, keys: false, pointer: null };
  canvas.onpointerdown = (event) => press(pen, canvas, strokes, width(), event) && changed();
  canvas.onpointermove = (event) => draw(pen, canvas, strokes, event) && changed();
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (event.pointerId !== pen.pointer) return;
    pen.pointer = null;
    strokes.end();
    changed();
  };
  canvas.onkeydown = (event) => { if (key(pen, strokes, width(), event)) { event.preventDefault(); changed(); } };
  canvas.onblur = () => { lift(pen, strokes); pen.keys = false; changed(); };
  return { mark: (context) => mark(pen, context, width()) };
}

function press(pen, canvas, strokes, width, event) {
  if (pen.pointer !== null || event.button !== 0) return false;     // a second finger does not draw
  lift(pen, strokes);
  pen.keys = false;
  canvas.setPointerCapture(event.pointerId);
  pen.pointer = event.pointerId;
  return strokes.begin(...at(canvas, event), width);
}

function draw(pen, canvas, strokes, event) {
  if (event.pointerId !== pen.pointer) return false;
  const events = event.getCoalescedEvents?.() ?? [];
  let grown = false;
  for (const each of events.length ? events : [event]) grown = strokes.extend(...at(canvas, each)) || grown;
  return grown;
}

function at(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [inside(((event.clientX - box.left) / box.width) * WHOLE), inside(((event.clientY - box.top) / box.height) * WHOLE)];
}

const inside = (number) => Math.round(Math.min(WHOLE, Math.max(0, number)));

// True when the key meant something here.
function key(pen, strokes, width, event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z") return event.shiftKey ? strokes.redo() : undo(pen, strokes);
  if (command && event.key.toLowerCase() === "y") return strokes.redo();
  if (event.key === "Delete") return strokes.clear();
  if (event.key === " " || event.key === "Enter") return pen.down ? lift(pen, strokes) : lower(pen, strokes, width);
  if (!way || command) return false;
  const step = event.shiftKey ? SMALL_STEP : STEP;
  pen.keys = true;
  pen.x = inside(pen.x + way[0] * step);
  pen.y = inside(pen.y + way[1] * step);
  if (pen.down) strokes.extend(pen.x, pen.y);
  return true;
}

function lower(pen, strokes, width) {
  pen.keys = true;
  pen.down = strokes.begin(pen.x, pen.y, width);
  return true;
}

function lift(pen, strokes) {
  if (pen.down) strokes.end();
  pen.down = false;
  return true;
}

function undo(pen, strokes) {
  lift(pen, strokes);
  return strokes.undo();
}

// A ring where the keys have taken the pen, filled while it is down; the pointer needs none.
function mark(pen, context, width) {
  if (!pen.keys) return;
  const side = context.canvas.width;
  context.beginPath();
  context.arc((pen.x / WHOLE) * side, (pen.y / WHOLE) * side, Math.max(4, (width / WHOLE / 2) * side), 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.strokeStyle = pen.down ? "#d55e00" : "#56b4e9";
  context.stroke();
}
