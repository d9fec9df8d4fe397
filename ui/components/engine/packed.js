// Reads the blobs of ui/packed.py: a header and arrays. float16 becomes float32, the others are views of the blob.
const VIEWS = { float32: Float32Array, uint8: Uint8Array, uint16: Uint16Array, int32: Int32Array };

export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const { name, dtype, shape, offset } of header.arrays) {
    const count = shape.reduce((product, n) => product * n, 1);
    arrays[name] = dtype === "float16"
      ? fromHalves(new Uint16Array(buffer, offset, count))
      : new VIEWS[dtype](buffer, offset, count);
  }
  return { header, arrays };
}

export async function fetchPacked(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(await answer.text());
  return unpack(await answer.arrayBuffer());
}

// A table of all 65,536 halves: exact, and faster than arithmetic for each number. Float16Array is too new to count on.
let table = null;

function fromHalves(halves) {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => half(bits));
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = table[halves[i]];
  return floats;
}

function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
