// Buckets as points of a line: what was measured, with its gaps, and the smoothed course of it.
const SEEN = 500;     // rows in view up to which smoothing counts rows; beyond, it counts shares of the view

// {steps, values}: the smallest and the largest of each bucket in their order; null where a row has no value.
export function measured(buckets, term) {
  const steps = [], values = [];
  for (const bucket of buckets) {
    const fact = bucket.terms[term];
    if (fact) {
      const ends = [[fact.leastAt, fact.least], [fact.mostAt, fact.most]].sort((a, b) => a[0] - b[0]);
      for (const [step, value] of ends[0][0] === ends[1][0] ? ends.slice(1) : ends) { steps.push(step); values.push(value); }
    }
    if ((fact?.finite ?? 0) < bucket.rows && values.length && values.at(-1) !== null) { steps.push(bucket.last); values.push(null); }
  }
  return { steps, values };
}

// Exponential mean without the pull towards zero at the beginning. `weight` is what is kept from row to row; with very
// many rows in view it is kept over a longer stretch, so that the same weight looks equally smooth in a long run.
export function smoothed(buckets, term, weight, inView = 0) {
  const keeping = weight ** Math.min(1, SEEN / Math.max(1, inView)), steps = [], values = [];
  let mean = 0, mass = 0;
  for (const bucket of buckets) {
    const fact = bucket.terms[term];
    if (fact) {
      const keep = keeping ** bucket.rows;
      mean = keep * mean + (1 - keep) * (fact.sum / fact.finite);
      mass = keep * mass + (1 - keep);
    }
    if (!fact && !values.length) continue;
    steps.push((bucket.first + bucket.last) / 2);
    values.push(fact ? mean / mass : null);
  }
  return { steps, values };
}

// Points with a gap on either side: a line alone would not show them.
export function alone(values) {
  return values.map((value, i) => value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null);
}
