// All that is decoded for the map: under the pointer, at every kept moment, behind the points, and of a selection.
import { connect } from "../engine/source.js";
import { Look } from "./look.js";

export class Pictures {
  #source = null; #looks = []; #stripped = null; #over = false;

  // parts: hover, timeline, picked, field
  constructor(parts, failed) { Object.assign(this, parts, { failed }); }

  get ready() { return this.#source !== null; }

  async open(data) {
    const source = await connect(data);
    if (this.#over) return source.close();
    this.#source = source;
    this.#looks = data.moments.map((moment) => new Look(moment, source, this.failed));
  }

  close() {
    this.#over = true;
    this.#source?.close();
    for (const look of this.#looks) look.close();
    [this.#source, this.#looks] = [null, []];
  }

  one(moment, z, y) {
    const look = this.#looks[moment];
    look?.show("hover", z, y, (pixels) => this.hover.show(pixels, look.shape));
  }

  // The code one stands at, as every kept moment draws it.
  strip(z, y) {
    const code = `${z.join()} ${y}`;
    if (code === this.#stripped) return;
    this.#stripped = code;
    this.#looks.forEach((look, m) => look.show("strip", z, y, (pixels) => this.timeline.picture(m, pixels, look.shape)));
  }

  // wish: points, camera, codeAt, y, key of field.js
  tiles(moment, wish, then) { this.field.want(moment, { look: this.#looks[moment], ...wish }, then); }

  selection(found, y) { if (this.#source) this.picked.draw(this.#source, found, y); }
}
