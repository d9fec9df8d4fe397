// How far a code is from where data lies: the same arithmetic as genmodels/latent/distance.py, once per frame. A model
// without an encoder has no codes of data; for it the length of the code is held against the prior.
export const INSIDE = 0.9, EDGE = 0.995;     // shares of real images (of draws from the prior) that are more usual

export class DataDistance {
  #means; #alive; #usual; #k; #nearest; #point;

  // mean (N, L), alive (L), usual (R) sorted: the arrays of the codes' blob; k from its header.
  constructor({ mean, alive, usual }, k) {
    const size = alive.length, kept = [...alive.keys()].filter((i) => alive[i]), n = mean.length / size;
    this.#means = new Float32Array(n * kept.length);
    for (let row = 0, at = 0; row < n; row++) for (const i of kept) this.#means[at++] = mean[row * size + i];
    this.#nearest = new Float64Array(k);
    this.#point = new Float32Array(kept.length);
    [this.#alive, this.#usual, this.#k] = [kept, usual, k];
    this.usual = usual[(usual.length - 1) >> 1];     // the median as torch takes it: the lower of two
  }

  of(z) {
    const distance = this.#kth(z);
    const share = firstFrom(this.#usual, distance) / this.#usual.length;
    return { distance, share, usual: this.usual, beyond: distance / this.#usual[this.#usual.length - 1] };
  }

  #kth(z) {
    const means = this.#means, point = this.#point, near = this.#nearest, size = point.length, last = this.#k - 1;
    for (let i = 0; i < size; i++) point[i] = z[this.#alive[i]];
    near.fill(Infinity);
    for (let at = 0; at < means.length; at += size) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += (means[at + i] - point[i]) ** 2;
      if (sum < near[last]) insert(near, sum);
    }
    return Math.sqrt(near[last]);
  }
}

// The length of a draw from N(0, I) in L dimensions has the chi distribution; both too short and too long are unusual.
export class PriorLength {
  constructor(latent) {
    this.latent = latent;
    this.usual = this.#median();
  }

  of(z) {
    let square = 0;
    for (let i = 0; i < z.length; i++) square += z[i] * z[i];
    const distance = Math.sqrt(square), share = Math.abs(2 * this.#below(distance) - 1);
    return { distance, share, usual: this.usual, beyond: distance < this.usual ? 1 : distance / this.usual };
  }

  #below(distance) { return lowerGamma(this.latent / 2, distance * distance / 2); }

  #median() {
    let [low, high] = [0, 2 * Math.sqrt(this.latent) + 4];
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (this.#below(middle) < 0.5) low = middle; else high = middle;
    }
    return low;
  }
}

// Regularised lower incomplete gamma function P(a, x) for a = 1/2, 1, 3/2, ...: its power series below the middle, its
// continued fraction above (Abramowitz & Stegun 6.5.29 and 6.5.31).
export function lowerGamma(a, x) {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x);
}

function series(a, x) {
  let term = 1 / a, sum = term;
  for (let n = 1; n < 1000 && term > 1e-15 * sum; n++) sum += term *= x / (a + n);
  return sum;
}

function fraction(a, x) {
  let value = 0;     // from the tail inwards; 200 levels are exact for the sizes of codes there are
  for (let n = 200; n > 0; n--) value = n * (n - a) / (x + 2 * n + 1 - a - value);
  return 1 / (x + 1 - a - value);
}

function logGamma(a) {
  let sum = a % 1 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let i = a % 1 === 0 ? 1 : 0.5; i < a; i++) sum += Math.log(i);
  return sum;
}

function insert(sorted, value) {
  let i = sorted.length - 1;
  for (; i > 0 && sorted[i - 1] > value; i--) sorted[i] = sorted[i - 1];
  sorted[i] = value;
}

function firstFrom(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1; else high = middle;
  }
  return low;
}
