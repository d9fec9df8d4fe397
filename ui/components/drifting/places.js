// Where points lie between two kept moments: on straight lines, as far along as the track of the timeline is.
import { between, eased } from "../map/drift.js";
import { Track } from "../timeline/track.js";

// -> [the moment before, the one after, the share of the way]; the same moment twice where it is exact, or the nearest end.
export function around(steps, step) {
  const after = steps.findIndex((other) => other >= step);
  if (after < 0) return [steps.length - 1, steps.length - 1, 0];
  if (after === 0 || steps[after] === step) return [after, after, 0];
  const track = new Track(steps.at(-1)), from = track.place(steps[after - 1]);
  return [after - 1, after, (track.place(step) - from) / (track.place(steps[after]) - from)];
}

// points: all moments' one after the other, x and y of each; into `out` those at a step.
export function placed(points, [from, to, share], out) {
  const n = out.length;
  between(points.subarray(from * n, (from + 1) * n), points.subarray(to * n, (to + 1) * n), eased(share), out);
}
