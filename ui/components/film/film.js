// The snapshots of a run: the newest while it trains, or any moment of it under the hand, at once and without the server.
import { lastAt, moment } from "../parts/moment.js";
import { Poll } from "../parts/poll.js";

const STATES = new WeakMap();
const POLL = 1000, FRAME = 140, THUMBS = 7;     // ms, ms, pictures in the strip

export default function ({ data, parentElement }) {
  const state = STATES.get(parentElement) ?? mount(parentElement, data);
  state.data = data;
  state.poll.soon();
  return () => unmount(parentElement, state);
}

function mount(parentElement, data) {
  const root = parentElement.querySelector(".genlab-film");
  const find = (name) => root.querySelector(`.${name}`);
  const state = { root, data, find, steps: [], kinds: [], at: -1, pictures: new Map(), player: 0 };
  STATES.set(parentElement, state);
  find("follow-word").textContent = data.words.follow;
  find("play").title = data.words.play;
  find("play").setAttribute("aria-label", data.words.play);
  find("scrub").setAttribute("aria-label", data.words.scrub);
  find("scrub").oninput = (event) => { release(state); show(state, Number(event.target.value), true); };
  find("follow").onchange = () => {
    if (!find("follow").checked) return;
    halt(state);
    show(state, state.steps.length - 1, false);
    state.moment.follow(state);
  };
  find("play").onclick = () => (state.player ? halt(state) : play(state));
  state.poll = new Poll(() => refresh(state).catch(() => POLL));     // a server that restarts is asked again
  state.moment = moment(data.run);
  state.forget = state.moment.listen((now, by) => {
    if (by === state) return;
    halt(state);
    find("follow").checked = now.following;
    show(state, lastAt(state.steps, now.step), false);
  });
  return state;
}

function unmount(parentElement, state) {
  state.poll.end();
  clearInterval(state.player);
  state.forget();
  STATES.delete(parentElement);
}

// Milliseconds until the next look; null when nothing more will come.
async function refresh(state) {
  const answer = await fetch(state.data.url);
  if (!answer.ok) { state.find("note").textContent = await answer.text(); return null; }
  const { steps, kinds, active } = await answer.json();
  const grown = steps.length !== state.steps.length || steps.at(-1) !== state.steps.at(-1);
  Object.assign(state, { steps, kinds });
  state.find("note").textContent = steps.length ? "" : active ? state.data.words.waiting : state.data.words.nothing;
  state.root.classList.toggle("empty", !steps.length);
  state.find("scrub").max = Math.max(0, steps.length - 1);
  if (grown && steps.length) {
    const following = state.find("follow").checked || state.at < 0;
    state.moment.advance(steps.at(-1), state);
    show(state, following ? steps.length - 1 : state.at, false);
    strip(state);
  }
  if (!active && !state.data.live) return null;
  return steps.length ? POLL : POLL / 4;
}

// Following the newest lets go as soon as the hand is on the slider: refreshing must not fight the user.
function release(state) {
  halt(state);
  state.find("follow").checked = false;
}

function play(state) {
  const last = state.steps.length - 1;
  state.find("follow").checked = false;
  if (state.at >= last) state.at = -1;
  state.find("play").textContent = "❚❚";
  state.player = setInterval(() => (state.at >= last ? halt(state) : show(state, state.at + 1, true)), FRAME);
}

function halt(state) {
  clearInterval(state.player);
  state.player = 0;
  state.find("play").textContent = "▶";
}

function show(state, at, tell) {
  const step = state.steps[at];
  if (step === undefined) return;
  state.at = at;
  state.find("scrub").value = at;
  state.find("scrub").setAttribute("aria-valuetext", `${state.data.words.step} ${step}`);
  state.find("step").textContent = `${state.data.words.step} ${step.toLocaleString("en")}`;
  for (const kind of ["samples", "reconstructions"]) place(state, kind, step);
  if (tell) state.moment.go(step, state);
}

// The old picture stays until the new one is decoded: no flicker.
async function place(state, kind, step) {
  const box = state.find(kind);
  box.hidden = !state.kinds.includes(kind);
  if (box.hidden) return;
  const picture = await load(state, kind, step).catch(() => null);
  if (!picture || state.steps[state.at] !== step) return;
  const image = box.querySelector("img");
  image.src = picture.src;
  image.alt = `${state.data.words[kind]}, ${state.data.words.step} ${step}`;
  box.querySelector("figcaption").textContent = state.data.words[kind];
}

function load(state, kind, step) {
  const address = `${state.data.url}/${step}/${kind}.png`;
  if (!state.pictures.has(address)) {
    const picture = Object.assign(new Image(), { src: address });
    state.pictures.set(address, picture.decode().then(() => picture, (error) => { state.pictures.delete(address); throw error; }));
  }
  return state.pictures.get(address);
}

// A few moments from the first to the newest; each shows the same nine codes.
async function strip(state) {
  const last = state.steps.length - 1;
  const picks = [...new Set(Array.from({ length: THUMBS }, (_, i) => Math.round((i * last) / (THUMBS - 1))))];
  const pictures = await Promise.all(picks.map((at) => load(state, "samples", state.steps[at]).catch(() => null)));
  if (state.poll.over) return;
  const film = state.find("strip");
  while (film.children.length < picks.length) film.append(thumb());
  while (film.children.length > picks.length) film.lastChild.remove();
  picks.forEach((at, i) => {
    const button = film.children[i];
    button.onclick = () => { release(state); show(state, at, true); };
    button.querySelector("span").textContent = state.steps[at].toLocaleString("en");
    button.setAttribute("aria-label", `${state.data.words.step} ${state.steps[at]}`);
    if (pictures[i]) paint(button.querySelector("canvas"), pictures[i], state.data.plane);
  });
}

function thumb() {
  const button = document.createElement("button");
  button.type = "button";
  button.append(document.createElement("canvas"), document.createElement("span"));
  return button;
}

// Tiles stand one pixel apart in an 8 x 8 grid; the strip shows the upper left 3 x 3. A plane of points is one picture.
function paint(canvas, picture, plane) {
  const tile = (picture.naturalWidth + 1) / 8, side = plane ? picture.naturalWidth : Math.round(3 * tile - 1);
  canvas.width = canvas.height = side;
  canvas.getContext("2d").drawImage(picture, 0, 0, side, side, 0, 0, side, side);
}
