// A sheet of pictures, one pixel apart; a click, or the arrow keys, picks one.
const STATES = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".genlab-tiles");
  const state = STATES.get(parentElement) ?? {};
  STATES.set(parentElement, Object.assign(state, { data, send: setTriggerValue }));
  const image = root.querySelector("img");
  if (image.src !== data.picture) image.src = data.picture;
  image.alt = data.alt;
  root.setAttribute("aria-label", data.alt);
  root.onclick = (event) => pick(state, under(state.data, image, event));
  root.onkeydown = (event) => key(state, event);
  frame(root, data);
}

// Sizes in the sheet's own pixels: tiles of `size` with one pixel between them.
const whole = (count, size) => count * (size + 1) - 1;

function under(data, image, event) {
  const box = image.getBoundingClientRect();
  const column = Math.min(data.columns - 1, Math.floor(((event.clientX - box.left) / box.width) * data.columns));
  const row = Math.min(data.rows - 1, Math.floor(((event.clientY - box.top) / box.height) * data.rows));
  return row * data.columns + column;
}

function pick(state, number) {
  if (number >= 0 && number < state.data.n && number !== state.data.chosen) state.send("pick", number);
}

function key(state, event) {
  const { columns, chosen } = state.data;
  const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
  if (way === undefined) return;
  event.preventDefault();
  pick(state, chosen < 0 ? 0 : chosen + way);
}

function frame(root, { columns, rows, size, chosen }) {
  const mark = root.querySelector(".mark"), width = whole(columns, size), height = whole(rows, size);
  mark.hidden = chosen < 0;
  mark.style.left = `${(100 * (chosen % columns) * (size + 1)) / width}%`;
  mark.style.top = `${(100 * Math.floor(chosen / columns) * (size + 1)) / height}%`;
  mark.style.width = `${(100 * size) / width}%`;
  mark.style.height = `${(100 * size) / height}%`;
}
