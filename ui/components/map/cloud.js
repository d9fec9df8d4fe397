// The codes of all held-out images as the map holds them: means, labels, attributes, and the plane they are seen on.
import { fetchPacked } from "../engine/packed.js";
import { Plane } from "./plane.js";

export class Cloud {
  static async read(url, titles) {
    const { header, arrays } = await fetchPacked(url);
    return new Cloud(header, arrays, titles);
  }

  constructor(header, { mean, labels, attributes, centre, plane }, titles) {
    const { n, size, classes } = header;
    Object.assign(this, { n, size, classes, labels, means: mean, plane: new Plane(centre, plane) });
    this.points = new Float32Array(2 * n);     // where they are drawn now
    this.attributes = header.attributes.map((each) => ({ ...each, title: titles[each.key] ?? each.title }));
    this.values = this.attributes.map((_, a) => attributes.subarray(a * n, (a + 1) * n));
  }

  code(row) { return this.means.subarray(row * this.size, (row + 1) * this.size); }
  name(row) { return this.classes[this.labels[row]]; }

  // The row of the shown point (colour not 0) nearest to a place of the plane, or null beyond `reach`.
  nearest(x, y, reach, colours) {
    const { points } = this;
    let best = null, least = reach * reach;
    for (let i = 0; i < colours.length; i++) {
      if (colours[i] === 0) continue;
      const dx = points[2 * i] - x, dy = points[2 * i + 1] - y, far = dx * dx + dy * dy;
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }
}
