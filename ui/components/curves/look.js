// How a plot looks on the reader's ground, read from the theme of the page.

export function look(root) {
  const css = getComputedStyle(root);
  const read = (name, fallback) => css.getPropertyValue(name).trim() || fallback;
  root.style.colorScheme = isDark(read("--st-background-color", "#ffffff")) ? "dark" : "light";
  return { text: read("--st-text-color", "#333"), grid: read("--st-border-color", "#ddd"), font: read("--st-font", "sans-serif"),
    panel: read("--st-secondary-background-color", "#eee"), ground: read("--st-background-color", "#fff"),
    colours: read("--st-chart-categorical-colors", "#d55e00,#0072b2").split(",") };
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.3 * red + 0.6 * green + 0.1 * blue < 128;
}

export function layout({ title, x, range, log, look }) {
  const axis = { gridcolor: look.grid, linecolor: look.grid, zerolinecolor: look.grid, automargin: true };
  return {
    title: { text: title, x: 0, xref: "container", xanchor: "left", pad: { l: 4 }, y: 0.98, yanchor: "top", font: { size: 15 } },
    height: 262, margin: { l: 8, r: 8, t: 58, b: 8 }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: look.text, family: look.font, size: 13 }, hovermode: "x unified", uirevision: "keep",
    hoverlabel: { bgcolor: look.panel, bordercolor: look.grid, font: { color: look.text }, namelength: 40 },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
    // the range is ours: whoever zooms one panel sees all of them there, and no refresh takes it away
    xaxis: { ...axis, title: { text: x, standoff: 4, font: { size: 13 } }, rangemode: "tozero", uirevision: String([x, range]),
      ...(range ? { range, autorange: false } : { autorange: true }) },
    yaxis: { ...axis, type: log ? "log" : "linear", uirevision: log ? "log" : "linear" },
    yaxis2: { overlaying: "y", range: [0, 1], fixedrange: true, visible: false },     // of the marks: from bottom to top
  };
}
