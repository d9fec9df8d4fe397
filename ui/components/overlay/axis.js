// What lies along the axis: steps, images looked at, or seconds of training. `stretches` is what genmodels/compare/images.py
// tells of a run: from each step on, how many images a further step looks at.

export function imagesAt(stretches, step) {
  return stretches.reduce((sum, { step: from, each }, i) => {
    const to = Math.min(step, stretches[i + 1]?.step ?? Infinity);
    return sum + each * Math.max(0, to - from);
  }, 0);
}

export function stepOf(stretches, images) {
  let seen = 0;
  for (const [i, { step: from, each }] of stretches.entries()) {
    const to = stretches[i + 1]?.step ?? Infinity, here = each * (to - from);
    if (seen + here >= images) return from + (images - seen) / each;
    seen += here;
  }
  return Infinity;
}

// `clock` turns a step into seconds and back.
export function axis(by, { stretches }, clock) {
  if (by === "images") return { at: (step) => imagesAt(stretches, step), step: (x) => stepOf(stretches, x) };
  if (by === "seconds") return { at: (step) => clock.seconds(step), step: (x) => clock.step(x) };
  return { at: (step) => step, step: (x) => x };
}
