// The two kinds of pad as arithmetic: a plane through the kept code, and the square between four codes. A point of a
// pad is given by its shares from the left and from the top, 0..1; `kept` is {z, at}, `at` such a point or null.
import { clamp, dot, length, masked, unit, without } from "../parts/geometry.js";

const ROOM = 0.15;     // length two unit directions must leave each other, else the pad would be a line

export class Plane {
  // `flat` says why there is no plane: "locked" or "same"; null when there is one.
  constructor(right, up, free, { span, reach }) {
    Object.assign(this, { span, reach });
    this.right = unit(masked(right, free), ROOM);
    const other = unit(masked(up, free), ROOM);
    this.up = this.right && other && unit(without(other, this.right), ROOM);
    this.flat = !this.right || !other ? "locked" : this.up ? null : "same";
  }

  // Coordinates of a code on the plane, in standard deviations of the prior.
  of(z) { return this.flat ? [0, 0] : [dot(z, this.right), dot(z, this.up)]; }

  where(z) {
    const [u, v] = this.of(z);
    return [(u / this.span + 1) / 2, (1 - v / this.span) / 2];
  }

  find() { return null; }     // where a code is follows from the code alone

  // The code under the point: the kept one, moved within the plane and nowhere else.
  put(kept, x, y, out) {
    if (this.flat) return out.set(kept.z), out;
    const [u, v] = this.of(kept.z), [wantU, wantV] = this.told(x, y);
    for (let i = 0; i < out.length; i++) {
      out[i] = kept.z[i] + (wantU - u) * this.right[i] + (wantV - v) * this.up[i];
    }
    return clamp(out, this.reach);
  }

  told(x, y) { return [(2 * x - 1) * this.span, (1 - 2 * y) * this.span]; }

  get step() { return 0.05 / this.span; }     // an arrow key: a tenth of a standard deviation
}

export class Corners {
  // Four codes: above left, above right, below left, below right.
  constructor(codes, free, { reach }) {
    Object.assign(this, { codes, free, reach, flat: null });
  }

  // sum w_i z_i / sqrt(sum w_i^2): a blend of draws from N(0, I) is one again, wherever on the pad.
  blend(x, y, out) {
    const weights = [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];
    const size = length(weights);
    out.fill(0);
    for (let c = 0; c < 4; c++) {
      const share = weights[c] / size, code = this.codes[c];
      for (let i = 0; i < out.length; i++) out[i] += share * code[i];
    }
    return out;
  }

  where(z, at) { return at; }

  // The blend under the point, with whatever the sliders have added to the kept one. Locked dimensions stay.
  put(kept, x, y, out) {
    this.blend(x, y, out);
    if (kept.at) {
      const start = this.blend(...kept.at, new Float32Array(out.length));
      for (let i = 0; i < out.length; i++) out[i] += kept.z[i] - start[i];
    }
    for (let i = 0; i < out.length; i++) if (!this.free[i]) out[i] = kept.z[i];
    return clamp(out, this.reach);
  }

  // The point that gives this code, or null where none does: a coarse search, then ever smaller steps.
  find(z) {
    const trial = new Float32Array(z.length);
    const miss = (x, y) => length(without1(this.blend(x, y, trial), z));
    let best = [0.5, 0.5, miss(0.5, 0.5)];
    for (let step = 0.125; step > 1e-7; step /= 2) best = this.#around(best, step, miss);
    return best[2] < 1e-3 * Math.max(1, length(z)) ? best.slice(0, 2) : null;
  }

  told(x, y) { return [x, y]; }

  get step() { return 0.02; }

  #around([x, y], step, miss) {
    let best = [x, y, miss(x, y)];
    for (let i = -4; i <= 4; i++) {
      for (let j = -4; j <= 4; j++) {
        const s = inside(x + i * step), t = inside(y + j * step), far = miss(s, t);
        if (far < best[2]) best = [s, t, far];
      }
    }
    return best;
  }
}

export const inside = (share) => Math.min(1, Math.max(0, share));

function without1(a, b) {
  for (let i = 0; i < a.length; i++) a[i] -= b[i];
  return a;
}
