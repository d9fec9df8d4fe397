// Steps and seconds of training: what a run's rows say, straight lines between them.

export function secondsAt(buckets, step) { return across(buckets, step, ["first", "last"], ["began", "ended"]); }
export function stepAt(buckets, seconds) { return across(buckets, seconds, ["began", "ended"], ["first", "last"]); }

// The value on the other axis; beyond the ends the nearest end's.
function across(buckets, x, from, to) {
  if (!buckets.length) return NaN;
  let low = 0, high = buckets.length - 1;
  while (low < high) {     // the first bucket that ends at x or after it
    const middle = (low + high) >> 1;
    if (buckets[middle][from[1]] < x) low = middle + 1;
    else high = middle;
  }
  const here = buckets[low], before = buckets[low - 1];
  if (x >= here[from[0]]) return between(x, here[from[0]], here[from[1]], here[to[0]], here[to[1]]);
  return before ? between(x, before[from[1]], here[from[0]], before[to[1]], here[to[0]]) : here[to[0]];
}

function between(x, a, b, left, right) {
  const share = b > a ? Math.max(0, Math.min(1, (x - a) / (b - a))) : 0;
  return left + share * (right - left);
}
