// What benchmarks/studio.py measures inside the page, put in before any script runs: frames, pictures, and the time
// from a press to its picture. A frame begins at its timestamp and ends when all that belongs to it has run.
(() => {
  const bell = new MessageChannel();
  const watch = { on: false, frames: [], work: [], moves: 0, pictures: 0, pressed: null, answers: [] };
  let before = 0, began = 0, drawn = false, moved = false;
  window.genlabWatch = watch;

  bell.port1.onmessage = () => {
    const now = performance.now();
    if (watch.on) watch.work.push(now - began);
    if (drawn && watch.pressed !== null) {
      watch.answers.push(now - watch.pressed);
      watch.pressed = null;
    }
    if (moved) watch.moves += 1;
    if (moved && drawn) watch.pictures += 1;
    drawn = moved = false;
  };
  requestAnimationFrame(function frame(time) {
    if (watch.on && before) watch.frames.push(time - before);
    [before, began] = [time, time];
    bell.port2.postMessage(null);
    requestAnimationFrame(frame);
  });

  // The large picture alone counts, not tiles and strips.
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
    put.apply(this, rest);
    if (this.canvas.closest(".picture")) drawn = true;
  };
  addEventListener("pointermove", () => { moved = true; }, true);
  addEventListener("pointerdown", (event) => { watch.pressed = event.timeStamp; drawn = false; }, true);
})();
