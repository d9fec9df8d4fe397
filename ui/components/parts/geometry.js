// Codes as text and as numbers. L is the size of a code; a direction is a Float32Array (L) of unit length; `free` is
// a Uint8Array (L), 0 where a dimension is locked. Pure arithmetic, so that Node can hold it to Python.

// float32, little-endian, as URL-safe base64: what the address holds.
export function toText(z) {
  const bytes = new Uint8Array(Float32Array.from(z).buffer);
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromText(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new Float32Array(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer);
}

export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export const length = (a) => Math.sqrt(dot(a, a));

export function clamp(z, reach) {
  for (let i = 0; i < z.length; i++) z[i] = Math.min(reach, Math.max(-reach, z[i]));
  return z;
}

// A draw from the prior N(0, I) where dimensions are free (Box & Muller 1958); the others stay.
export function draw(z, free, random = Math.random) {
  return z.map((old, i) => free[i] ? Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()) : old);
}

export const zeroed = (z, free) => z.map((old, i) => free[i] ? 0 : old);

export const masked = (a, free) => a.map((value, i) => free[i] ? value : 0);

// Unit length, or null for what is shorter than `least` and points nowhere.
export function unit(a, least = 1e-6) {
  const size = length(a);
  return size < least ? null : a.map((value) => value / size);
}

// What is left of a when its part along the unit vector is taken away.
export function without(a, direction) {
  const part = dot(a, direction);
  return a.map((value, i) => value - part * direction[i]);
}
