// Codes as the address of a walk holds them: float16, little-endian, one behind the other, as URL-safe base64.
const scratch = new DataView(new ArrayBuffer(4));

export function toText(stops) {
  const bytes = stops.flatMap((stop) => Array.from(stop, (value) => bits(value)).flatMap((half) => [half & 255, half >> 8]));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromText(text, size) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const numbers = Float32Array.from({ length: letters.length / 2 }, (_, i) =>
    number(letters.charCodeAt(2 * i) | (letters.charCodeAt(2 * i + 1) << 8)));
  return Array.from({ length: numbers.length / size }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

// The code as the address will hold it: pinned so, the page and the server walk between the very same numbers.
export function rounded(code) {
  return Float32Array.from(code, (value) => number(bits(value)));
}

// The exponent comes from the float32 bits, where it is exact. A fraction that rounds up to 1024 carries by itself.
function bits(value) {
  scratch.setFloat32(0, value);
  const whole = scratch.getUint32(0), sign = (whole >>> 16) & 0x8000, size = Math.abs(Math.fround(value));
  const exponent = ((whole >>> 23) & 255) - 127;
  if (exponent < -14) return sign | even(size * 2 ** 24);
  return sign | (((exponent + 15) << 10) + even((size / 2 ** exponent - 1) * 1024));
}

// To the nearest, and half-way to the even one, as numpy rounds.
function even(value) {
  const low = Math.floor(value), rest = value - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

function number(half) {
  const sign = half & 0x8000 ? -1 : 1, exponent = (half >> 10) & 31, fraction = half & 1023;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
