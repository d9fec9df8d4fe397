// A line across each plot at the moment looked at. It lies over the plots, so that moving it draws nothing else anew;
// while the newest is followed the curves' end is the moment, and there is no line.
import { Frame } from "../parts/frame.js";
import { moment } from "../parts/moment.js";

export class MomentLine {
  #lines = new Map();
  #frame = new Frame(() => this.#lines.forEach((line, plot) => this.#place(plot, line)));

  // `axis` turns a step into its place (`at`) and back (`step`).
  constructor(run, axis) {
    this.axis = axis;
    this.moment = moment(run);
    this.forget = this.moment.listen(() => this.soon());
  }

  // A click on the plot goes there; the line stays at its step when the axis moves below it.
  on(plot) {
    const line = document.createElement("div");
    line.className = "moment";
    plot.append(line);
    this.#lines.set(plot, line);
    plot.on("plotly_click", (event) => this.moment.go(Math.round(this.axis.step(event.points[0].x)), this));
    for (const change of ["plotly_afterplot", "plotly_relayouting"]) plot.on(change, () => this.#place(plot, line));
    this.#place(plot, line);
  }

  end() {
    this.#frame.end();
    this.forget();
  }

  soon() { this.#frame.soon(); }

  #place(plot, line) {
    const { xaxis, yaxis } = plot._fullLayout ?? {};
    const right = xaxis && this.moment.step !== null ? xaxis.d2p(this.axis.at(this.moment.step)) : NaN;
    line.hidden = this.moment.following || !(right >= 0 && right <= xaxis._length);
    if (line.hidden) return;
    line.style.height = `${yaxis._length}px`;
    line.style.transform = `translate(${xaxis._offset + right}px, ${yaxis._offset}px)`;
  }
}
