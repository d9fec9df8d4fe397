// The lines of one curve as plotly.js wants them: measured values, the smoothed course over them, and the relatives' behind.
import { alone, measured, smoothed } from "./lines.js";

// `at` turns a feed's steps into the places of the axis; `view` is the range of steps in sight.
export function traces(curve, { feed, relatives, at, view, weight, look, visible }) {
  const { term, title } = curve, buckets = feed.between(...view), inView = rows(buckets);
  const colour = look.colours[curve.colour % look.colours.length], latest = feed.latest[term];
  const name = latest === undefined ? title : `${title}  ${said(latest)}`;
  const uid = term.replace(/\W/g, "-");     // plotly.js makes CSS classes of it
  const shared = { name, legendgroup: term, visible };
  const course = (one) => smoothed(one.leading(...view), term, weight, inView);
  const behind = relatives.map((relative) => {
    const points = weight ? course(relative.feed) : measured(relative.feed.between(...view), term);
    return trace(since(relative.from, points), at(relative.feed), { ...shared, name: `${title} · ${relative.title}`,
      uid: `${uid}-${relative.run}`, showlegend: false, opacity: 0.6, line: { color: colour, width: 1.5, dash: relative.dash } });
  });
  const raw = measured(buckets, term);
  if (!weight) return [...behind, trace(raw, at(feed), { ...shared, uid, line: { color: colour, width: 2 } })];
  return [...behind,
    // faint, behind the smoothed line: smoothing must not hide what happened
    trace(raw, at(feed), { ...shared, uid: `${uid}-raw`, opacity: 0.28, showlegend: false, hoverinfo: "skip",
      line: { color: colour, width: 1 } }),
    trace(within(view, course(feed)), at(feed), { ...shared, uid, line: { color: colour, width: 2.4 } })];
}

export function said(value) {
  return Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function trace({ steps, values }, at, rest) {
  const lonely = alone(values), some = lonely.some(Boolean);
  return { type: "scatter", mode: some ? "lines+markers" : "lines", x: steps.map(at), y: values, connectgaps: false,
    ...(some ? { marker: { size: lonely.map((one) => (one ? 5 : 0)) } } : {}), hovertemplate: "%{y:.4g}", ...rest };
}

const rows = (buckets) => buckets.reduce((sum, bucket) => sum + bucket.rows, 0);

// A branch has its parent's rows up to where it began: only what follows is its own.
const since = (from, points) => kept(points, (step) => step >= from);

// Smoothing needs what came before; the line does not.
const within = ([low, high], points) => kept(points, (step) => step >= low - (high - low) && step <= high + (high - low));

function kept({ steps, values }, wanted) {
  const places = steps.map((_, i) => i).filter((i) => wanted(steps[i]));
  return { steps: places.map((i) => steps[i]), values: places.map((i) => values[i]) };
}
