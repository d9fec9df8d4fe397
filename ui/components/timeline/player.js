// The training as a film: from snapshot to snapshot at an even pace, and smoothly between them.
const PACE = 12;     // snapshots a second at single speed

export const SPEEDS = [0.5, 1, 2];

export class Player {
  speed = 1;
  #frame = 0; #at = 0;

  // `show(step)` moves; `over()` is told when there is nothing further.
  constructor(show, over, later = (tick) => requestAnimationFrame(tick)) { Object.assign(this, { show, over, later }); }

  get playing() { return this.#frame !== 0; }

  // `steps` may grow meanwhile.
  play(steps, from) {
    this.#at = start(steps, from);
    let before = null;
    const tick = (now) => {
      const passed = before === null ? 0 : Math.max(0, now - before);
      before = now;
      this.#at += (passed / 1000) * PACE * this.speed;
      const done = this.#at >= steps.length - 1, turn = this.#frame;
      this.show(stepAt(steps, this.#at));
      if (this.#frame !== turn) return;     // halted by who was shown it
      this.#frame = done ? 0 : this.later(tick);     // after the parts have asked: in the next frame they draw before
      if (done) this.over();
    };
    this.#frame = this.later(tick);
  }

  halt() {
    if (this.#frame) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}

// Where to begin, counted in snapshots: at the moment looked at, at the beginning when that is the end.
export function start(steps, step) {
  const at = steps.findIndex((other) => other > step) - 1;
  if (at < 0) return 0;
  return at + (step - steps[at]) / (steps[at + 1] - steps[at]);
}

export function stepAt(steps, at) {
  const i = Math.min(Math.floor(at), steps.length - 1), next = steps[Math.min(i + 1, steps.length - 1)];
  return steps[i] + (at >= steps.length - 1 ? 0 : at - i) * (next - steps[i]);
}
