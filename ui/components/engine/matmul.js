// Matrix products in one block of memory: out (rows x columns) += left (rows x inner) times right (inner x columns).
// The right side, the weights, lies in panels of PANEL columns: the inner loop reads it from one end to the other.
export const PANEL = 8;

export const padded = (columns) => Math.ceil(columns / PANEL) * PANEL;

// weights (inner x columns) row by row -> panels; columns that fill up the last panel are zero.
export function panelsOf(weights, inner, columns) {
  const panels = new Float32Array(inner * padded(columns));
  for (let k = 0; k < inner; k++) {
    for (let n = 0; n < columns; n++) {
      const panel = Math.floor(n / PANEL);
      panels[(panel * inner + k) * PANEL + (n - panel * PANEL)] = weights[k * columns + n];
    }
  }
  return panels;
}

// In single precision throughout: with Math.fround around every step no number is widened and narrowed again.
export function plainMatmul(floats) {
  const f = Math.fround;
  return (left, right, out, rows, inner, columns) => {
    for (let panel = 0; panel < columns; panel += PANEL) {
      for (let row = 0; row < rows; row++) {
        const to = out + row * columns + panel, from = left + row * inner;
        let a = floats[to], b = floats[to + 1], c = floats[to + 2], d = floats[to + 3];
        let e = floats[to + 4], g = floats[to + 5], h = floats[to + 6], i = floats[to + 7];
        for (let k = 0, w = right + panel * inner; k < inner; k++, w += PANEL) {
          const x = floats[from + k];
          a = f(a + f(x * floats[w])); b = f(b + f(x * floats[w + 1]));
          c = f(c + f(x * floats[w + 2])); d = f(d + f(x * floats[w + 3]));
          e = f(e + f(x * floats[w + 4])); g = f(g + f(x * floats[w + 5]));
          h = f(h + f(x * floats[w + 6])); i = f(i + f(x * floats[w + 7]));
        }
        floats[to] = a; floats[to + 1] = b; floats[to + 2] = c; floats[to + 3] = d;
        floats[to + 4] = e; floats[to + 5] = g; floats[to + 6] = h; floats[to + 7] = i;
      }
    }
  };
}
