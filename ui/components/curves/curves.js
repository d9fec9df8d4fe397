// Live curves: fetches only new rows, keeps them all, draws with plotly.js so that zoom, hover and legend survive.
import { Poll } from "../parts/poll.js";
import { Mark } from "./mark.js";

const STATES = new WeakMap();
const FIRST_POLL = 250, POLL = 1000, BUCKETS = 700;   // ms, ms, columns a curve is thinned to

export default function ({ data, parentElement }) {
  const state = STATES.get(parentElement) ?? mount(parentElement, data);
  state.data = data;
  style(state.root);
  draw(state);
  if (data.live || !state.loaded) state.poll.soon();
  return () => unmount(parentElement, state);
}

function mount(parentElement, data) {
  const root = parentElement.querySelector(".genlab-curves");
  const state = { root, data, steps: [], series: new Map(), cursor: 0, loaded: false, plots: [], mark: new Mark(data.run) };
  STATES.set(parentElement, state);
  root.querySelector(".smoothing-word").textContent = data.words.smoothing;
  root.querySelector(".log-word").textContent = data.words.log;
  root.querySelector(".smoothing").oninput = () => draw(state);
  root.querySelector(".log").onchange = () => draw(state);
  state.poll = new Poll(() => fetchRows(state).catch(() => { say(state, state.data.words.offline); return POLL * 2; }));
  state.sizes = new ResizeObserver(() => state.plots.forEach((plot) => plot.data && window.Plotly.Plots.resize(plot)));
  state.sizes.observe(root);
  plotly(data.plotly).catch(() => say(state, data.words.offline));     // while the first rows are on their way
  say(state, data.words.waiting);
  return state;
}

function unmount(parentElement, state) {
  state.poll.end();
  state.sizes.disconnect();
  state.mark.end();
  state.plots.forEach((plot) => window.Plotly?.purge(plot));
  STATES.delete(parentElement);
}

async function fetchRows(state) {
  const answer = await fetch(`${state.data.url}?since=${state.cursor}`);
  if (!answer.ok) { say(state, await answer.text()); return null; }
  const buffer = await answer.arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  append(state, header.terms, new Float64Array(buffer, 4 + length));
  const fresh = header.cursor !== state.cursor || !state.loaded;
  state.cursor = header.cursor;
  state.loaded = true;
  say(state, state.steps.length ? "" : header.active ? state.data.words.waiting : state.data.words.nothing);
  if (fresh) { await plotly(state.data.plotly); draw(state); }
  if (!header.active && !state.data.live) return null;
  return state.steps.length ? POLL : FIRST_POLL;
}

// A resumed run repeats the steps after its checkpoint, or is sent again whole: the newer row of a step is the true one.
function append(state, terms, table) {
  const width = 2 + terms.length;
  for (let at = 0; at < table.length; at += width) {
    while (state.steps.length && state.steps.at(-1) >= table[at]) {
      state.steps.pop();
      for (const values of state.series.values()) values.length = state.steps.length;
    }
    state.steps.push(table[at]);
    terms.forEach((term, i) => { series(state, term)[state.steps.length - 1] = table[at + 2 + i]; });
  }
}

function series(state, term) {
  if (!state.series.has(term)) state.series.set(term, []);
  return state.series.get(term);
}

let loading = null;
function plotly(address) {
  loading ??= new Promise((done, failed) => {
    if (window.Plotly) { done(); return; }
    const script = Object.assign(document.createElement("script"), { src: address, onload: done });
    script.onerror = () => { loading = null; failed(new Error("plotly.js did not load")); };
    document.head.append(script);
  });
  return loading;
}

function draw(state) {
  if (!window.Plotly || state.poll.over || !state.steps.length) return;
  const look = style(state.root);
  state.data.panels.forEach((panel, i) => {
    const plot = state.plots[i] ?? addPlot(state, i);
    const [low, high] = plot._fullLayout?.xaxis.autorange === false ? plot._fullLayout.xaxis.range : [-Infinity, Infinity];
    const traces = panel.curves.flatMap((curve) => lines(state, curve, look, low, high));
    window.Plotly.react(plot, traces, layout(state, panel, look), { responsive: false, displaylogo: false,
      modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]] });
    plot.setAttribute("aria-label", describe(state, panel));
  });
}

function addPlot(state, i) {
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.setAttribute("role", "img");
  state.root.querySelector(".plots").append(plot);
  state.plots[i] = plot;
  requestAnimationFrame(() => plot.on?.("plotly_relayout", (change) => {
    if (Object.keys(change).some((name) => name.startsWith("xaxis"))) draw(state);     // thin the visible part anew
  }));
  requestAnimationFrame(() => plot.on && state.mark.on(plot));
  return plot;
}

// The measured values stay behind the smoothed line, faint: smoothing must not hide what happened.
function lines(state, curve, look, low, high) {
  const values = state.series.get(curve.term) ?? [];
  const weight = Number(state.root.querySelector(".smoothing").value);
  const colour = look.colours[curve.colour % look.colours.length];
  const last = values.findLast(Number.isFinite);
  const name = last === undefined ? curve.title : `${curve.title}  ${format(last)}`;
  const uid = curve.term.replace(/\W/g, "-");     // plotly.js makes CSS classes of it
  const raw = trace(state, values, low, high, { name, uid, legendgroup: curve.term,
    line: { color: colour, width: 2 }, visible: curve.shown ? true : "legendonly" });
  if (!weight) return [raw];
  const smoothed = trace(state, smooth(values, weight), low, high,
    { name, uid, legendgroup: curve.term, line: { color: colour, width: 2.4 } });
  return [{ ...raw, uid: `${uid}-raw`, opacity: 0.28, showlegend: false, hoverinfo: "skip", line: { color: colour, width: 1 } },
    smoothed];
}

function trace(state, values, low, high, rest) {
  const [x, y] = thin(state.steps, values, low, high);
  return { type: "scatter", mode: x.length < 2 ? "markers" : "lines", x, y, connectgaps: true,
    hovertemplate: "%{y:.4g}", ...rest };
}

// Exponential mean without the pull towards zero at the beginning.
function smooth(values, weight) {
  let mean = 0, mass = 0;
  return Array.from(values, (value) => {
    if (!Number.isFinite(value)) return NaN;
    mean = weight * mean + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return mean / mass;
  });
}

// The smallest and the largest value of each pixel column, so that no spike is lost.
function thin(steps, values, low, high) {
  let from = 0, to = steps.length;
  while (from < to && steps[from] < low) from += 1;
  while (to > from && steps[to - 1] > high) to -= 1;
  from = Math.max(0, from - 1); to = Math.min(steps.length, to + 1);
  const x = [], y = [], size = Math.max(1, Math.ceil((to - from) / BUCKETS));
  for (let at = from; at < to; at += size) {
    let least = -1, most = -1;
    for (let i = at; i < Math.min(to, at + size); i += 1) {
      if (!Number.isFinite(values[i])) continue;
      if (least < 0 || values[i] < values[least]) least = i;
      if (most < 0 || values[i] > values[most]) most = i;
    }
    for (const i of new Set([Math.min(least, most), Math.max(least, most)])) {
      if (i >= 0) { x.push(steps[i]); y.push(values[i]); }
    }
  }
  return [x, y];
}

function layout(state, panel, look) {
  const log = state.root.querySelector(".log").checked;
  const axis = { gridcolor: look.grid, linecolor: look.grid, zerolinecolor: look.grid, automargin: true };
  return {
    title: { text: panel.title, x: 0, xref: "container", xanchor: "left", pad: { l: 4 }, y: 0.98, yanchor: "top", font: { size: 15 } },
    height: 262, margin: { l: 8, r: 8, t: 58, b: 8 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: look.text, family: look.font, size: 13 }, hovermode: "x unified", uirevision: "keep",
    hoverlabel: { bgcolor: look.panel, bordercolor: look.grid, font: { color: look.text } },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
    xaxis: { ...axis, title: { text: state.data.words.step, standoff: 4, font: { size: 13 } }, rangemode: "tozero", uirevision: "keep" },
    yaxis: { ...axis, type: log ? "log" : "linear", uirevision: log ? "log" : "linear" },
  };
}

function style(root) {
  const css = getComputedStyle(root);
  const read = (name, fallback) => css.getPropertyValue(name).trim() || fallback;
  root.style.colorScheme = isDark(read("--st-background-color", "#ffffff")) ? "dark" : "light";
  return { text: read("--st-text-color", "#333"), grid: read("--st-border-color", "#ddd"), font: read("--st-font", "sans-serif"),
    panel: read("--st-secondary-background-color", "#eee"),
    colours: read("--st-chart-categorical-colors", "#d55e00,#0072b2").split(",") };
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}

function describe(state, panel) {
  const now = panel.curves.map((curve) => {
    const last = (state.series.get(curve.term) ?? []).findLast(Number.isFinite);
    return `${curve.title} ${last === undefined ? "-" : format(last)}`;
  });
  return `${panel.title}, ${state.data.words.step} ${state.steps.at(-1)}: ${now.join(", ")}`;
}

function format(value) {
  return Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function say(state, sentence) {
  state.root.querySelector(".note").textContent = sentence;
}
