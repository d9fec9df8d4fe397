// What benchmarks/startup.py measures inside a page, put in before any script runs: ms from a click to the first curve
// with a loss and to the first picture of the samples on Watch.
(() => {
  const first = { clicked: 0, loss: null, picture: null };
  window.genlabFirst = first;
  const since = () => performance.now() - first.clicked;
  const watching = () => first.clicked > 0 && location.pathname.endsWith("/watch");
  const look = () => {
    const label = document.querySelector(".genlab-curves .plot")?.getAttribute("aria-label");
    if (watching() && Number(label?.match(/step (\d+)/)?.[1] ?? 0) > 0) first.loss ??= since();
  };
  addEventListener("click", ({ timeStamp }) => Object.assign(first, { clicked: timeStamp, loss: null, picture: null }), true);
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
  });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
    draw.apply(this, rest);
    if (watching() && this.canvas.closest(".genlab-film")) first.picture ??= since();
  };
})();
