// Where on a plane real codes lie, as a veil: clear where they are dense, closed where there are none.
const SIDE = 72;                     // cells of the veil in a row; the browser draws it smooth
const CLOSED = 0.78, BLUR = 3;       // how opaque where no code lies; passes of the three-cell average
const FULL = 0.3;                    // share of the densest cells' height from which the veil is clear

// Paints the veil for mean (N, L) projected onto a plane of surfaces.js, in the given [r, g, b].
export function veil(canvas, means, plane, latent, colour) {
  const counts = smooth(count(means, plane, latent));
  const high = Float32Array.from(counts).sort()[Math.floor(0.98 * counts.length)] || 1;
  if (canvas.width !== SIDE) Object.assign(canvas, { width: SIDE, height: SIDE });
  const ink = canvas.getContext("2d"), image = ink.createImageData(SIDE, SIDE);
  for (let i = 0; i < counts.length; i++) {
    const open = Math.min(1, Math.sqrt(counts[i] / (FULL * high)));
    image.data.set(colour, 4 * i);
    image.data[4 * i + 3] = 255 * CLOSED * (1 - open);
  }
  ink.putImageData(image, 0, 0);
}

// The colour of the page's ground as numbers: the veil closes towards it, in light and in dark.
export function colourOf(element) {
  return getComputedStyle(element).backgroundColor.match(/[\d.]+/g).slice(0, 3).map(Number);
}

function count(means, plane, latent) {
  const counts = new Float32Array(SIDE * SIDE), code = new Float32Array(latent);
  for (let at = 0; at < means.length; at += latent) {
    for (let i = 0; i < latent; i++) code[i] = means[at + i];
    const [x, y] = plane.where(code), column = Math.floor(x * SIDE), row = Math.floor(y * SIDE);
    if (column >= 0 && column < SIDE && row >= 0 && row < SIDE) counts[row * SIDE + column]++;
  }
  return counts;
}

function smooth(cells) {
  for (let pass = 0; pass < BLUR; pass++) cells = average(average(cells, 1), SIDE);
  return cells;
}

function average(cells, step) {
  return cells.map((value, i) => {
    const place = step === 1 ? i % SIDE : Math.floor(i / SIDE);
    const before = place > 0 ? cells[i - step] : 0, after = place < SIDE - 1 ? cells[i + step] : 0;
    return (before + 2 * value + after) / 4;
  });
}
