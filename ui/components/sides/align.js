// One scrubber for several runs: where each of them was when the others had come as far, in steps, in seconds of
// training, or as a share of each run's own training. A story is what ui/story.py tells of a run.
import { lastAt } from "../parts/moment.js";

// The place of every snapshot of a run on the shared axis, ascending.
export function places({ steps, times, total }, by) {
  if (by === "seconds") return times;
  if (by === "step") return steps;
  const whole = Math.max(1, total ?? steps.at(-1) ?? 1);
  return steps.map((step) => Math.min(1, step / whole));
}

// All places where any of the runs has another picture: what the scrubber stops at.
export function stops(stories, by) {
  return [...new Set(stories.flatMap((story) => places(story, by)))].sort((a, b) => a - b);
}

// What a run shows at a place: the snapshot not after it, the first one before there is any; null when it has none.
// `over`: it had ended before, and this is its last.
export function shown(story, by, at) {
  const here = places(story, by), i = lastAt(here, at);
  if (i < 0) return null;
  return { step: story.steps[i], seconds: story.times[i], over: !story.active && by !== "share" && at > here.at(-1) };
}
