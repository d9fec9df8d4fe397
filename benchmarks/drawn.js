// What benchmarks/viewers.py measures inside a page, put in before any script runs: when which step of the curves was
// drawn first, in ms of the machine's clock.
(() => {
  const drawn = [];
  window.genlabDrawn = drawn;
  const look = () => {
    const label = document.querySelector(".genlab-curves .plot")?.getAttribute("aria-label");
    const step = Number(label?.match(/step (\d+)/)?.[1] ?? 0);
    if (step > (drawn.at(-1)?.[1] ?? 0)) drawn.push([Date.now(), step]);
  };
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
  });
})();
