// Draws at most once a frame, however often it is asked to; one that is asked again and again still draws in every frame.
export class Frame {
  #waiting = 0;

  constructor(draw) { this.draw = draw; }

  soon() {
    this.#waiting ||= requestAnimationFrame(() => {
      this.#waiting = 0;
      this.draw();
    });
  }

  end() {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = 0;
  }
}
