// Layers without weights: each names its places in memory first, then, given the memory, returns the step to run.
const each = (change) => ({ layer, from: [from], to }) => (floats) =>
  () => change(floats, from, to, layer.length, layer);

export const PLAIN = {
  relu: each((floats, from, to, n) => {
    for (let i = 0; i < n; i++) { const x = floats[from + i]; floats[to + i] = x > 0 ? x : 0; }
  }),
  leaky_relu: each((floats, from, to, n, { slope }) => {
    for (let i = 0; i < n; i++) { const x = floats[from + i]; floats[to + i] = x > 0 ? x : slope * x; }
  }),
  silu: each((floats, from, to, n) => {
    for (let i = 0; i < n; i++) { const x = floats[from + i]; floats[to + i] = x / (1 + Math.exp(-x)); }
  }),
  sigmoid: each((floats, from, to, n) => {
    for (let i = 0; i < n; i++) floats[to + i] = 1 / (1 + Math.exp(-floats[from + i]));
  }),
  tanh: each((floats, from, to, n) => {
    for (let i = 0; i < n; i++) floats[to + i] = Math.tanh(floats[from + i]);
  }),
  clamp: each((floats, from, to, n, { low, high }) => {
    const least = low ?? -Infinity, most = high ?? Infinity;
    for (let i = 0; i < n; i++) floats[to + i] = Math.min(most, Math.max(least, floats[from + i]));
  }),

  affine: ({ layer, arrays, from: [from], to }) => (floats) => {
    const scale = long(arrays("scale"), layer.length), shift = long(arrays("shift"), layer.length);
    return () => { for (let i = 0; i < layer.length; i++) floats[to + i] = scale[i] * floats[from + i] + shift[i]; };
  },
  gather: ({ layer, arrays, from: [from], to }) => (floats) => {
    const index = arrays("index");
    return () => { for (let i = 0; i < layer.length; i++) floats[to + i] = floats[from + index[i]]; };
  },
  rows: ({ layer, arrays, to }) => (floats) => {
    const table = arrays("table");
    return (y) => { for (let i = 0; i < layer.length; i++) floats[to + i] = table[y * layer.length + i]; };
  },
  concat: ({ from, to, lengths }) => (floats) => () => {
    let end = to;
    for (let part = 0; part < from.length; part++) {
      floats.copyWithin(end, from[part], from[part] + lengths[part]);
      end += lengths[part];
    }
  },
  add: ({ layer, from: [one, other], to }) => (floats) => () => {
    for (let i = 0; i < layer.length; i++) floats[to + i] = floats[one + i] + floats[other + i];
  },
  mul: ({ layer, from: [one, other], to }) => (floats) => () => {
    for (let i = 0; i < layer.length; i++) floats[to + i] = floats[one + i] * floats[other + i];
  },
};

const long = (numbers, length) => (numbers.length === length ? numbers : new Float32Array(length).fill(numbers[0]));
