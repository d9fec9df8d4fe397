// The few instructions of WebAssembly that simd.js is made of, as bytes (its specification, version 2, section 5).
export const I32 = 0x7f, V128 = 0x7b;

// Unsigned numbers, seven bits a byte. An offset or an index fits two bytes at most.
const number = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...number(n >> 7)]);
const vector = (items) => [...number(items.length), ...items.flat()];
const text = (letters) => vector([...letters].map((letter) => [letter.charCodeAt(0)]));
const section = (id, content) => [id, ...number(content.length), ...content];

const FLOATS = 2;                // 2 ** 2 bytes: how the places of floats are aligned
const simd = (code, ...rest) => [0xfd, ...number(code), ...rest];
const at = (offset) => [FLOATS, ...number(offset)];

export const op = {
  get: (local) => [0x20, ...number(local)],
  set: (local) => [0x21, ...number(local)],
  add: [0x6a],
  less: [0x49],                                                  // unsigned
  load: (offset) => simd(0x00, ...at(offset)),
  store: (offset) => simd(0x0b, ...at(offset)),
  splat: (offset) => simd(0x09, ...at(offset)),                  // one float, four times
  addAll: simd(0xe4),
  multiplyAll: simd(0xe6),
  advance: (local, bytes) => [...op.get(local), 0x41, ...number(bytes), ...op.add, ...op.set(local)],
  loop: (body, again) => [0x03, 0x40, ...body, ...again, 0x0d, 0x00, 0x0b],     // at least once, then while `again`
};

// Functions by name -> a module that exports them and works on the memory it is given as `in.memory`.
export function module(functions) {
  const names = Object.keys(functions), all = Object.values(functions);
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    ...section(1, vector(all.map(({ params }) => [0x60, ...vector(params.map((type) => [type])), 0]))),
    ...section(2, vector([[...text("in"), ...text("memory"), 0x02, 0x00, 0x01]])),
    ...section(3, vector(all.map((_, i) => [i]))),
    ...section(7, vector(names.map((name, i) => [...text(name), 0x00, i]))),
    ...section(10, vector(all.map(({ locals, body }) => {
      const code = [...vector(locals.map(([count, type]) => [...number(count), type])), ...body, 0x0b];
      return [...number(code.length), ...code];
    }))),
  ]);
}
