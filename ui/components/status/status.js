// How far a run is: progress, time and speed, from the pulse that all of the page shares. What else may change (state,
// alarms, errors, an answered command) is drawn by Python, which is called only when it did.
import { fill, make } from "../parts/dom.js";
import { mounted } from "../parts/mounted.js";
import { pulse } from "../parts/pulse.js";
import { count, duration } from "../parts/said.js";

export default mounted((component) => new Status(component));

class Status {
  #called = null;     // the stamp for which Python was called last

  constructor({ data, parentElement }) {
    const { words, look } = data;
    this.far = make("p", { className: "far" });
    this.done = make("div", { className: "done" });
    this.track = make("div", { className: "track", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 }, this.done);
    this.facts = ["left", "trained", "speed", "where"].map((name) => [name, make("dd")]);
    const list = make("dl", {}, ...this.facts.map(([name, fact]) => make("div", {}, make("dt", { textContent: words[name] }), fact)));
    const root = parentElement.querySelector(".genlab-status");
    root.classList.toggle("bar", look === "bar");
    root.replaceChildren(this.far, this.track, ...(look === "full" ? [list] : []));
  }

  update({ data, setTriggerValue }) {
    Object.assign(this, { data, call: setTriggerValue });
    this.#show(data.now);
    this.forget?.();
    if (data.live) this.forget = pulse(data.url, data.run, (now) => this.#told(now));
  }

  end() { this.forget?.(); }

  #told(now) {
    if (now) this.#show(now);
    const stamp = now?.stamp ?? "gone";
    if (stamp === this.data.now.stamp || stamp === this.#called) return;
    if (this.data.look === "bar" && now && ["queued", "starting", "running", "paused"].includes(now.state)) return;
    this.#called = stamp;
    this.call("changed", stamp);
  }

  #show(now) {
    const { words, look } = this.data, share = now.steps ? Math.min(1, now.step / now.steps) : 0;
    this.done.style.width = `${100 * share}%`;
    this.track.setAttribute("aria-valuenow", Math.round(100 * share));
    this.far.textContent = look === "bar" ? `${words[now.state]} · ${Math.round(100 * share)}%` : this.#words(now);
    this.track.setAttribute("aria-label", this.far.textContent);
    const facts = { left: now.seconds_left !== null && this.data.live ? duration(now.seconds_left, words) : words.none,
      trained: duration(now.seconds, words), speed: now.images_per_second ? count(now.images_per_second) : words.none,
      where: now.where || words.none };
    for (const [name, fact] of this.facts) fact.textContent = facts[name];
  }

  #words({ step, steps, note }) {
    const { words } = this.data, far = fill(words.far, { step: count(step), steps: steps ? count(steps) : words.measured });
    return note ? `${far} · ${note}` : far;
  }
}
