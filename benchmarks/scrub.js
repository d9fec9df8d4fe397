// What benchmarks/scrubber.py measures inside the page, put in before any script runs: frames, the work in them, moves of
// the hand, and which pictures of samples came onto the screen.
(() => {
  const bell = new MessageChannel();
  const watch = { on: false, frames: [], work: [], moves: 0, drawn: 0, steps: new Set() };
  let before = 0, began = 0, moved = false, drawn = false;
  window.genlabScrub = watch;

  bell.port1.onmessage = () => {
    if (watch.on) {
      watch.work.push(performance.now() - began);
      watch.moves += moved;
      watch.drawn += moved && drawn;
    }
    moved = drawn = false;
  };
  requestAnimationFrame(function frame(time) {
    if (watch.on && before) watch.frames.push(time - before);
    [before, began] = [time, time];
    bell.port2.postMessage(null);
    requestAnimationFrame(frame);
  });

  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
    draw.apply(this, rest);
    if (!this.canvas.closest(".samples")) return;
    drawn = true;
    queueMicrotask(() => { if (watch.on) watch.steps.add(this.canvas.closest(".samples").querySelector(".step").textContent); });
  };
  addEventListener("pointermove", () => { moved = true; }, true);
})();
