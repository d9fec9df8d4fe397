// What benchmarks/viewers.py measures inside a page, put in before any script runs: when which step of the curves was
// drawn first, in ms of the machine's clock. Only a plot in sight is drawn.
(() => {
  const drawn = [];
  window.genlabDrawn = drawn;
  const look = () => {
    const plot = document.querySelector(".genlab-curves .plot");
    if (!plot || plot.getBoundingClientRect().top > innerHeight) return;
    const step = Number(plot.getAttribute("aria-label")?.match(/step (\d+)/)?.[1] ?? 0);
    if (step > (drawn.at(-1)?.[1] ?? 0)) drawn.push([Date.now(), step]);
  };
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
  });
})();
