// What happened to the run and when, on every plot: a line from bottom to top and a symbol; hovering tells it in words.
import { fill } from "../parts/dom.js";

export const KINDS = {     // kind -> symbol of plotly.js, the same as a character, dashes
  alarm: ["triangle-up", "▲", "dot"], change: ["diamond", "◆", "dash"], branch: ["triangle-right", "▶", "longdash"],
  origin: ["square", "■", "solid"] };
const MOST = 4;            // told at one place; beyond, how many more
const CLOSE = 0.008;       // of the view: what happened closer together shares a symbol

// The marks of a story, in order: {step, kind, words}.
export function marksOf(story, parent, words) {
  const told = (kind, rows, say) => (rows ?? []).map((row) => ({ step: row.step, kind, words: say(row) }));
  return [
    ...(parent ? [{ step: parent.step, kind: "origin", words: fill(words["origin-words"], parent) }] : []),
    ...told("alarm", story?.alarms, ({ what }) => what ?? ""),
    ...told("change", story?.changes, (row) => fill(words.changed, { ...row, old: row.old ?? "-" })),
    ...told("branch", story?.branches, (row) => fill(words.branched, row)),
  ].sort((a, b) => a.step - b.step);
}

// Marks that would lie on each other become one place: {step, kind, words}, the kind of the first.
export function grouped(marks, width) {
  const places = [];
  for (const mark of marks) {
    const last = places.at(-1);
    if (last && mark.step - last.step <= CLOSE * width) last.words.push(mark.words);
    else places.push({ ...mark, words: [mark.words] });
  }
  return places;
}

export function markTraces(marks, { at, width, look, words }) {
  const places = grouped(marks, width);
  return Object.entries(KINDS).flatMap(([kind, [symbol, , dash]]) => {
    const here = places.filter((place) => place.kind === kind), x = here.map(({ step }) => at(step));
    if (!here.length) return [];
    const shared = { type: "scatter", yaxis: "y2", showlegend: false };
    return [
      { ...shared, uid: `line-${kind}`, mode: "lines", x: x.flatMap((one) => [one, one, null]), y: x.flatMap(() => [0, 1, null]),
        hoverinfo: "skip", opacity: 0.7, line: { color: look.text, width: 1, dash } },
      { ...shared, uid: `mark-${kind}`, mode: "markers", x, y: x.map(() => 0.96), name: words[kind], cliponaxis: false,
        text: here.map((place) => sentence(place.words, words)), hovertemplate: "%{text}",
        marker: { symbol, size: 9, color: look.text, line: { color: look.ground, width: 1 } } }];
  });
}

// plotly.js reads tags in its texts: what a person or a run called something must not become one.
function sentence(told, words) {
  const rest = told.length - MOST, shown = told.slice(0, MOST).map((one) => one.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
  return [...shown, ...(rest > 0 ? [fill(words.more, { n: rest })] : [])].join("<br>");
}
