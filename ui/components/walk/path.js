// Codes along a walk: between two codes on an arc or a line, and anywhere on the way over all stops. The reference is
// genmodels/latent/paths.py; a test holds the two together. `stops` is an array of Float32Array (L).

// How many frames a walk has: `steps` on each leg with both its ends; a closed walk does not show its first stop twice.
export function frameCount(stops, steps, closed) {
  const legs = legCount(stops, closed);
  return legs < 1 ? stops.length : legs * (steps - 1) + (closed ? 0 : 1);
}

// A walk back over two stops or more; a single stop stays where it is.
export function legCount(stops, closed) {
  return stops.length < 2 ? 0 : closed ? stops.length : stops.length - 1;
}

// The code at frame `at`, which need not be whole; written into `out`, so that playing allocates nothing.
export function codeAt(stops, steps, kind, closed, at, out) {
  const legs = legCount(stops, closed);
  if (!legs) return copy(stops[0], out);
  const way = Math.max(0, Math.min(legs, at / (steps - 1)));
  const leg = Math.min(legs - 1, Math.floor(way));
  return between(kind, stops[leg], stops[(leg + 1) % stops.length], way - leg, out);
}

export function between(kind, a, b, share, out) {
  return kind === "lerp" ? lerp(a, b, share, out) : slerp(a, b, share, out);
}

// Shoemake 1985; the line where the angle leaves the arc open: same or opposite direction, or a zero.
export function slerp(a, b, share, out) {
  const lengths = norm(a) * norm(b);
  const angle = Math.acos(Math.max(-1, Math.min(1, dot(a, b) / Math.max(lengths, 1e-12))));
  const sine = Math.sin(angle);
  if (sine < 1e-6 || Math.min(norm(a), norm(b)) < 1e-12) return lerp(a, b, share, out);
  return mix(a, Math.sin((1 - share) * angle) / sine, b, Math.sin(share * angle) / sine, out);
}

export function lerp(a, b, share, out) {
  return mix(a, 1 - share, b, share, out);
}

function mix(a, wa, b, wb, out) {
  for (let i = 0; i < out.length; i++) out[i] = wa * a[i] + wb * b[i];
  return out;
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a) {
  return Math.sqrt(dot(a, a));
}

function copy(from, out) {
  out.set(from);
  return out;
}
