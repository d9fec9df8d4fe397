// Which plots are in sight, or nearly: the others need not be drawn anew until they come into it.
const NEAR = "200px";     // so far below or above the window counts as in sight

export class Sight {
  #here = new Set();

  // `came` is told of each plot that comes into sight.
  constructor(came) {
    this.observer = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
      if (isIntersecting) { this.#here.add(target); came(target); } else this.#here.delete(target);
    }), { rootMargin: NEAR });
  }

  watch(plot) { this.#here.add(plot); this.observer.observe(plot); }     // in sight until the observer knows better
  has(plot) { return this.#here.has(plot); }
  end() { this.observer.disconnect(); }
}
