// Something about a run that grows while it trains: asked for once for all components of the page that listen to it, and
// no longer than one of them does. What was heard last is told at once to whoever comes later.
import { Poll } from "./poll.js";

const SOON = 250, OFTEN = 1000, LATER = 3000;     // ms: until there is anything, while it grows, after a failure
const feeds = new Map();

// `ask` answers with { value, ready, active }; an Error that has a `final` is the last word.
export function feed(address, ask) {
  if (!feeds.has(address)) feeds.set(address, new Feed(ask, () => feeds.delete(address)));
  return feeds.get(address);
}

export class Feed {
  value = null; failed = "";
  #listeners = new Set(); #poll = null;

  constructor(ask, onEnd = () => {}) { Object.assign(this, { ask, onEnd }); }

  listen(listener) {
    this.#listeners.add(listener);
    this.#poll ??= new Poll(() => this.#look());
    if (this.value === null) this.#poll.soon();
    else listener(this);
    return () => this.#forget(listener);
  }

  // Something has changed, a run that had ended goes on: look again.
  wake() { this.#poll?.soon(); }

  async #look() {
    let wait = null;
    try {
      const { value, ready, active } = await this.ask(this.value);
      [this.value, this.failed] = [value, ""];
      if (active) wait = ready ? OFTEN : SOON;
    } catch (error) {
      this.failed = error.message;
      if (!error.final) wait = LATER;
    }
    for (const listener of this.#listeners) listener(this);
    return wait;
  }

  #forget(listener) {
    this.#listeners.delete(listener);
    if (this.#listeners.size) return;
    this.#poll.end();
    this.onEnd();
  }
}

export async function json(address) {
  const answer = await fetch(address);
  if (answer.ok) return answer.json();
  throw Object.assign(new Error(await answer.text()), { final: answer.status < 500 });
}

// What happened when (ui/story.py), and the newest step for all who follow it.
export function story(address, moment) {
  return feed(address, async () => {
    const value = await json(address);
    moment.advance(Math.max(value.step, value.steps.at(-1) ?? 0), address);
    return { value, ready: value.steps.length > 0, active: value.active };
  });
}
