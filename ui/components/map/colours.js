// The colour of every point as one number (ABGR, as a canvas keeps it): by class, or by an attribute along a scale.
const STEPS = 256, TAIL = 0.01;     // shades of a scale; share of the values beyond each of its ends

export const FULL = 235, FAINT = 34;     // opacity of points, and of those that were not selected

export function abgr([red, green, blue], alpha = FULL) {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

export function byClass(labels, palette, hidden) {
  const table = Uint32Array.from(palette, (hex, label) => hidden.has(label) ? 0 : abgr(rgb(hex)));
  return Uint32Array.from(labels, (label) => table[label]);
}

export function byValue(values, anchors, [low, high], hidden, labels) {
  const table = Uint32Array.from({ length: STEPS }, (_, i) => abgr(mixed(anchors, i / (STEPS - 1))));
  const scale = (STEPS - 1) / Math.max(high - low, 1e-9);
  return Uint32Array.from(values, (value, i) =>
    hidden.has(labels[i]) ? 0 : table[Math.max(0, Math.min(STEPS - 1, Math.round((value - low) * scale)))]);
}

// The ends of a scale: a few far values must not make all others look alike.
export function ends(values) {
  const sorted = Float32Array.from(values).sort();
  return [sorted[Math.floor(TAIL * (sorted.length - 1))], sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))]];
}

// All but the selected rows faint.
export function fainted(colours, rows) {
  const faint = colours.map((colour) => colour && ((colour & 0xffffff) | (FAINT << 24)) >>> 0);
  for (const i of rows) faint[i] = colours[i];
  return faint;
}

function mixed(anchors, share) {
  const place = share * (anchors.length - 1), i = Math.min(anchors.length - 2, Math.floor(place)), part = place - i;
  const [one, other] = [rgb(anchors[i]), rgb(anchors[i + 1])];
  return one.map((value, c) => Math.round(value + part * (other[c] - value)));
}
