// The latent map: points on a canvas, zoom with the wheel, drag to move, click to go there. Zoom outlives every update.
const STATES = new WeakMap();
const REACH = 5, MARGIN = 1.08, STEP = 0.04;     // px a click may miss a point by; air around the data; share of the view

export default function ({ data, parentElement, setTriggerValue }) {
  const state = STATES.get(parentElement) ?? mount(parentElement);
  const fresh = state.packed !== data.points;
  Object.assign(state, { data, send: setTriggerValue });
  if (fresh) unpack(state);
  legend(state);
  fit(state);
  return () => { state.watch.disconnect(); STATES.delete(parentElement); };
}

function mount(parentElement) {
  const root = parentElement.querySelector(".genlab-map"), canvas = root.querySelector("canvas");
  const state = { root, canvas, hidden: new Set() };
  state.watch = new ResizeObserver(() => fit(state));
  state.watch.observe(root);
  canvas.onpointerdown = (event) => { state.from = { x: event.offsetX, y: event.offsetY, view: { ...state.view } }; state.moved = false; };
  canvas.onpointermove = (event) => (state.from ? drag(state, event) : hover(state, event));
  canvas.onpointerup = (event) => { if (state.from && !state.moved) click(state, event.offsetX, event.offsetY); state.from = null; };
  canvas.onpointerleave = () => { state.from = null; canvas.title = ""; };
  canvas.ondblclick = () => { home(state); draw(state); };
  canvas.onwheel = (event) => { event.preventDefault(); zoom(state, event); };
  canvas.onkeydown = (event) => key(state, event);
  STATES.set(parentElement, state);
  return state;
}

function unpack(state) {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
  state.packed = state.data.points;
  state.points = new Float32Array(bytes(state.data.points));
  state.labels = new Uint16Array(bytes(state.data.labels));
  home(state);
}

// The view: what is in the middle, and half of what the shorter side shows. Both axes keep one scale.
function home(state) {
  const box = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < state.points.length; i += 2) {
    box[0] = Math.min(box[0], state.points[i]); box[1] = Math.max(box[1], state.points[i]);
    box[2] = Math.min(box[2], state.points[i + 1]); box[3] = Math.max(box[3], state.points[i + 1]);
  }
  const half = (MARGIN / 2) * Math.max(box[1] - box[0], box[3] - box[2], 1e-6);
  state.view = { x: (box[0] + box[1]) / 2, y: (box[2] + box[3]) / 2, half };
}

function fit(state) {
  const { canvas, root, data } = state, ratio = window.devicePixelRatio || 1;
  state.width = Math.max(120, root.clientWidth);
  state.height = Math.min(440, Math.max(320, Math.round(0.8 * state.width)));
  if (canvas.width !== Math.round(state.width * ratio) || canvas.height !== Math.round(state.height * ratio)) {
    canvas.width = Math.round(state.width * ratio);
    canvas.height = Math.round(state.height * ratio);
    canvas.style.height = `${state.height}px`;
  }
  canvas.setAttribute("aria-label", data.alt);
  draw(state);
}

const scale = (state) => Math.min(state.width, state.height) / 2 / state.view.half;
const toScreen = (state, x, y) => [
  state.width / 2 + (x - state.view.x) * scale(state), state.height / 2 - (y - state.view.y) * scale(state)];
const toCode = (state, left, top) => [
  state.view.x + (left - state.width / 2) / scale(state), state.view.y - (top - state.height / 2) / scale(state)];

function draw(state) {
  const ink = state.canvas.getContext("2d"), ratio = window.devicePixelRatio || 1;
  const style = getComputedStyle(state.root);
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.clearRect(0, 0, state.width, state.height);
  axes(state, ink, style);
  const size = state.points.length > 4000 ? 3 : 4;
  ink.globalAlpha = 0.75;
  for (let i = 0; i < state.labels.length; i++) {
    if (state.hidden.has(state.labels[i])) continue;
    const [left, top] = toScreen(state, state.points[2 * i], state.points[2 * i + 1]);
    ink.fillStyle = state.data.colours[state.labels[i]];
    ink.fillRect(left - size / 2, top - size / 2, size, size);
  }
  ink.globalAlpha = 1;
  mark(state, ink, style);
}

function axes(state, ink, style) {
  const [left, top] = toScreen(state, 0, 0);
  ink.strokeStyle = style.getPropertyValue("--st-border-color");
  ink.lineWidth = 1;
  ink.beginPath();
  ink.moveTo(left, 0); ink.lineTo(left, state.height);
  ink.moveTo(0, top); ink.lineTo(state.width, top);
  ink.stroke();
  ink.fillStyle = style.color;
  ink.font = `12px ${style.fontFamily}`;
  ink.globalAlpha = 0.75;
  ink.textAlign = "right";
  ink.fillText(state.data.axes[0], state.width - 4, state.height - 6);
  ink.textAlign = "left";
  ink.fillText(state.data.axes[1], 4, 14);
  ink.globalAlpha = 1;
}

// A ring with a cross, black in white, so that it is seen on every colour; at the rim when the point is outside.
function mark(state, ink, style) {
  const [x, y] = toScreen(state, ...state.data.here);
  const left = Math.min(state.width - 8, Math.max(8, x)), top = Math.min(state.height - 8, Math.max(8, y));
  for (const [colour, width] of [[style.getPropertyValue("--st-background-color"), 5], [style.color, 2]]) {
    ink.strokeStyle = colour;
    ink.lineWidth = width;
    ink.beginPath();
    ink.arc(left, top, 8, 0, 2 * Math.PI);
    ink.moveTo(left - 12, top); ink.lineTo(left - 4, top);
    ink.moveTo(left + 4, top); ink.lineTo(left + 12, top);
    ink.moveTo(left, top - 12); ink.lineTo(left, top - 4);
    ink.moveTo(left, top + 4); ink.lineTo(left, top + 12);
    ink.stroke();
  }
}

function legend(state) {
  const { classes, colours } = state.data, box = state.root.querySelector(".legend");
  if (box.childElementCount === classes.length) return;
  box.replaceChildren(...classes.map((name, i) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    button.style.setProperty("--colour", colours[i]);
    button.setAttribute("aria-pressed", "true");
    button.onclick = () => {
      if (!state.hidden.delete(i)) state.hidden.add(i);
      button.setAttribute("aria-pressed", String(!state.hidden.has(i)));
      draw(state);
    };
    return button;
  }));
}

function nearest(state, left, top) {
  let best = null, reach = REACH ** 2;
  for (let i = 0; i < state.labels.length; i++) {
    if (state.hidden.has(state.labels[i])) continue;
    const [x, y] = toScreen(state, state.points[2 * i], state.points[2 * i + 1]);
    const far = (x - left) ** 2 + (y - top) ** 2;
    if (far <= reach) [best, reach] = [i, far];
  }
  return best;
}

function hover(state, event) {
  const row = nearest(state, event.offsetX, event.offsetY);
  state.canvas.title = row === null ? "" : state.data.classes[state.labels[row]];
}

function click(state, left, top) {
  const [x, y] = toCode(state, left, top);
  state.send("click", { x, y, row: nearest(state, left, top) });
}

function drag(state, event) {
  const right = event.offsetX - state.from.x, down = event.offsetY - state.from.y;
  if (Math.hypot(right, down) < 4 && !state.moved) return;
  state.moved = true;
  state.view.x = state.from.view.x - right / scale(state);
  state.view.y = state.from.view.y + down / scale(state);
  draw(state);
}

// The point under the pointer stays where it is.
function zoom(state, event) {
  const before = toCode(state, event.offsetX, event.offsetY);
  state.view.half *= Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY / 400)));
  const after = toCode(state, event.offsetX, event.offsetY);
  state.view.x += before[0] - after[0];
  state.view.y += before[1] - after[1];
  draw(state);
}

function key(state, event) {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  if (!ways[event.key]) return;
  event.preventDefault();
  const [x, y] = state.data.here, step = STEP * 2 * state.view.half;
  state.send("click", { x: x + ways[event.key][0] * step, y: y + ways[event.key][1] * step, row: null });
}
