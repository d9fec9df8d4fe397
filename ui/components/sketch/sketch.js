// A square to draw on, with pointer, touch or keys: ink for a digit of one's own, or a mask painted over a picture.
import { listenToPen } from "./pen.js";
import { paintCells, paintInk } from "./ink.js";
import { Strokes } from "./strokes.js";

const STATES = new WeakMap();
const PATIENCE = 1500;     // ms after which an answer that did not come is no longer waited for

export default function ({ data, parentElement, setStateValue }) {
  const state = STATES.get(parentElement) ?? mount(parentElement, data);
  Object.assign(state, { data, send: setStateValue });
  if (data.seen >= state.sent) state.waiting = 0;     // the server has read what was sent last
  dress(state);
  repaint(state);
  pump(state);
  state.root.setAttribute("aria-busy", String(data.seen < state.version));
  return () => unmount(parentElement, state);
}

function mount(parentElement, data) {
  const root = parentElement.querySelector(".genlab-sketch");
  const find = (name) => root.querySelector(`.${name}`);
  const state = { root, find, data, strokes: new Strokes(data.strokes), colour: data.ink, sent: data.seen, version: data.seen, waiting: 0 };
  state.pen = listenToPen(find("canvas"), state.strokes, () => Number(find("width").value), () => changed(state));
  find("undo").onclick = () => { if (state.strokes.undo()) changed(state); };
  find("redo").onclick = () => { if (state.strokes.redo()) changed(state); };
  find("clear").onclick = () => { if (state.strokes.clear()) changed(state); };
  find("colour").oninput = (event) => { state.colour = event.target.value; changed(state); };
  find("width").value = data.width;
  state.watch = new ResizeObserver(() => repaint(state));
  state.watch.observe(root);
  STATES.set(parentElement, state);
  return state;
}

function unmount(parentElement, state) {
  state.watch.disconnect();
  clearTimeout(state.retry);
  STATES.delete(parentElement);
}

// Words, colours and the picture below, as Python says.
function dress({ root, find, data, colour }) {
  const { words } = data;
  root.classList.toggle("mask", data.mode === "mask");
  find("canvas").setAttribute("aria-label", words.canvas);
  for (const name of ["undo", "redo", "clear"]) {
    find(name).title = words[name];
    find(name).setAttribute("aria-label", words[name]);
  }
  find("width-word").textContent = words.width;
  find("colour-word").textContent = words.colour;
  find("colour-label").hidden = data.mode === "mask" || !data.colour;
  find("colour").value = colour;
  find("hint").textContent = words.hint;
  find("under").hidden = !data.under;
  if (data.under && find("under").src !== data.under) find("under").src = data.under;
  find("paper").style.background = data.mode === "mask" ? "" : data.ground;
}

function changed(state) {
  state.version += 1;
  state.root.setAttribute("aria-busy", "true");
  repaint(state);
  pump(state);
}

// One message on the way at a time; what changes meanwhile goes as soon as the answer is here, so that the server
// draws along with the hand and never falls behind. Where an answer takes long, only whole strokes are sent.
function pump(state) {
  if (!state.data.live && state.strokes.drawing) return;
  if (state.waiting || state.version === state.sent) return;
  state.sent = state.waiting = state.version;
  clearTimeout(state.retry);
  state.retry = setTimeout(() => { state.waiting = 0; pump(state); }, PATIENCE);
  state.send("drawn", { version: state.version, strokes: state.strokes.plain(), ink: state.colour });
}

function repaint(state) {
  const { find, strokes, data, pen } = state, canvas = find("canvas");
  const side = Math.round(find("paper").clientWidth * (window.devicePixelRatio || 1));
  if (!side) return;
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, side, side);
  if (data.mode === "mask") paintCells(context, strokes.all(), data.size, getComputedStyle(state.root).getPropertyValue("--st-primary-color"));
  else paintInk(context, strokes.all(), state.colour);
  pen.mark(context);
  find("empty").textContent = strokes.all().length ? "" : data.words.empty;
  find("undo").disabled = !strokes.canUndo;
  find("redo").disabled = !strokes.canRedo;
  find("clear").disabled = !strokes.all().length;
}
