// What a selection of points has in common: how many, of which classes, its mean code, and along what it spreads most.
const TURNS = 60;     // of the power iteration: enough for axes whose variances differ by a tenth

// means: N codes of `size` numbers; attributes: A rows of N values. Deviations are of the whole set where named `all`.
export function summary(rows, { means, size, labels, classes, attributes }) {
  const mean = meanCode(rows, means, size), axis = mainAxis(rows, means, size, mean);
  const histogram = new Uint32Array(classes);
  for (const i of rows) histogram[labels[i]] += 1;
  return { count: rows.length, histogram, mean, ...axis, attributes: attributes.map((values) => compared(rows, values)) };
}

export function meanCode(rows, means, size) {
  const sum = new Float64Array(size);
  for (const i of rows) for (let d = 0; d < size; d++) sum[d] += means[i * size + d];
  return Float32Array.from(sum, (value) => value / Math.max(1, rows.length));
}

// The unit vector along which the codes vary most, by power iteration (von Mises 1929), the standard deviation there,
// and the share of the variance.
export function mainAxis(rows, means, size, mean) {
  const covariance = covarianceOf(rows, means, size, mean);
  let axis = new Float64Array(size).map((_, d) => 1 + d / size), variance = 0, total = 0;
  for (let d = 0; d < size; d++) total += covariance[d * size + d];
  for (let turn = 0; turn < TURNS; turn++) {
    const next = axis.map((_, d) => { let sum = 0; for (let e = 0; e < size; e++) sum += covariance[d * size + e] * axis[e]; return sum; });
    const length = Math.hypot(...next);
    if (length < 1e-12) return { axis: new Float32Array(size), spread: 0, share: 0 };
    [axis, variance] = [next.map((value) => value / length), length];
  }
  return { axis: Float32Array.from(axis), spread: Math.sqrt(variance), share: variance / total };
}

function covarianceOf(rows, means, size, mean) {
  const sums = new Float64Array(size * size), away = new Float64Array(size);
  for (const i of rows) {
    for (let d = 0; d < size; d++) away[d] = means[i * size + d] - mean[d];
    for (let d = 0; d < size; d++) for (let e = 0; e < size; e++) sums[d * size + e] += away[d] * away[e];
  }
  return sums.map((sum) => sum / Math.max(1, rows.length));
}

// Mean of the selection and of all, and how many standard deviations of all lie between.
function compared(rows, values) {
  let sum = 0, all = 0, squares = 0;
  for (const i of rows) sum += values[i];
  for (const value of values) { all += value; squares += value * value; }
  all /= values.length;
  const mean = sum / Math.max(1, rows.length), deviation = Math.sqrt(Math.max(0, squares / values.length - all * all));
  return { mean, all, apart: deviation > 0 ? (mean - all) / deviation : 0 };
}
