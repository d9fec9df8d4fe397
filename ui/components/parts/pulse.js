// How runs are doing now: one question a second for all that the page shows, however many of its parts want to know.
import { Poll } from "./poll.js";

const PERIOD = 1000, AGAIN = 2000;     // ms between two questions, and until the next one when the server did not answer
const watched = new Map();             // run -> its listeners
let poll = null;

// `listener` hears the run's pulse (ui/pulse.py), null when the run is gone; call the answer to hear no more.
export function pulse(url, run, listener) {
  if (!watched.has(run)) watched.set(run, new Set());
  watched.get(run).add(listener);
  poll ??= new Poll(() => ask(url).catch(() => AGAIN));
  poll.soon(PERIOD);     // whoever begins to listen has just been told by Python
  return () => forget(run, listener);
}

async function ask(url) {
  const names = [...watched.keys()].map((run) => `run=${encodeURIComponent(run)}`).join("&");
  const answer = await fetch(`${url}?${names}`);
  if (!answer.ok) return AGAIN;
  for (const [run, now] of Object.entries(await answer.json())) {
    for (const listener of [...(watched.get(run) ?? [])]) listener(now);
  }
  return watched.size ? PERIOD : null;
}

function forget(run, listener) {
  watched.get(run)?.delete(listener);
  if (!watched.get(run)?.size) watched.delete(run);
  if (watched.size) return;
  poll?.end();
  poll = null;
}
