// plotly.js as the server sends it, loaded once for the whole page.
let loading = null;

export function plotly(address) {
  loading ??= new Promise((done, failed) => {
    if (window.Plotly) { done(); return; }
    const script = Object.assign(document.createElement("script"), { src: address, onload: done });
    script.onerror = () => { loading = null; failed(new Error("plotly.js did not load")); };
    document.head.append(script);
  });
  return loading;
}

// A plot takes the width there is. One that was taken off the page a moment ago has none, and plotly.js would complain.
export function refit(plot) {
  if (plot.data && plot.clientWidth) window.Plotly.Plots.resize(plot);
}
