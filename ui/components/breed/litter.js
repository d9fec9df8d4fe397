// Variations of a code at a chosen distance, equal for equal seeds. The reference is genmodels/latent/breed.py; a test
// holds the two together.
const GOLDEN = 0x9e3779b9;     // Weyl's step: 2^32 over the golden ratio

// n children of a code (L) as one array (n * L): sqrt(1 - d^2) parent + d noise, which leaves the prior as it is.
export function litter(parent, n, distance, seed) {
  const size = parent.length, children = new Float32Array(n * size), fresh = noise(seed, n * size);
  const kept = Math.sqrt(1 - distance * distance);
  for (let i = 0; i < children.length; i++) children[i] = kept * parent[i % size] + distance * fresh[i];
  return children;
}

// N(0, 1) by Box & Muller 1958.
export function noise(seed, count) {
  const start = mixed(seed), numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const one = uniform(start, 2 * i), two = uniform(start, 2 * i + 1);
    numbers[i] = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * two);
  }
  return numbers;
}

// The number at a place of the row, in (0, 1): a counter, mixed until no bit shows it.
function uniform(start, place) {
  return (mixed(start + Math.imul(GOLDEN, place + 1)) + 0.5) / 2 ** 32;
}

// The finaliser of MurmurHash3, in 32 bits without a sign.
function mixed(word) {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
