// The curves of the run and the drawings of its alarms.
import { Chart } from "./chart.js";

// -> charts that follow the moment
export function curves(data, go) {
  const about = { end: data.end, marks: data.marks, go };
  const charts = ["curves", "beside"].flatMap((name) => {
    const made = data[name].map((panel) => new Chart(panel, about));
    document.getElementById(name)?.append(...made.map(({ root }) => root));
    return made;
  });
  drawings(data.alarms);
  return charts;
}

function drawings(alarms) {
  for (const place of document.querySelectorAll("[data-alarm]")) {
    const plot = alarms[place.dataset.alarm];
    if (plot?.lines.some(({ values }) => values.some((value) => value !== null))) place.append(new Chart(plot, { height: 150 }).root);
  }
}
