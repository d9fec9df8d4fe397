// All points of the map as small squares: one pass over typed arrays into the pixels of a canvas, no object per point.
const LITTLE = 2.5, LARGE = 7, CROWD = 4000;     // pixels of the page; more points than a crowd are drawn smaller

export class Dots {
  #image = null; #pixels = null;

  constructor(canvas) {
    this.canvas = canvas;
    this.ink = canvas.getContext("2d");
  }

  // points: x, y of each in plane coordinates; colours: one ABGR number each, 0 for a hidden one; `above` are drawn last.
  draw(points, colours, above, camera, ratio) {
    const { canvas } = this, size = Math.round(dotSize(colours.length, camera.closeness) * ratio);
    if (this.#image?.width !== canvas.width || this.#image.height !== canvas.height) {
      this.#image = new ImageData(canvas.width, canvas.height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    this.#pixels.fill(0);
    const scale = camera.scale * ratio, right = canvas.width / 2 - camera.x * scale, down = canvas.height / 2 + camera.y * scale;
    const place = { scale, right: right - size / 2, down: down - size / 2 };
    stamp(this.#pixels, canvas.width, points, colours, null, place, size);
    if (above) stamp(this.#pixels, canvas.width, points, colours, above, place, size);
    this.ink.putImageData(this.#image, 0, 0);
  }
}

export const dotSize = (n, closeness) =>
  Math.min(LARGE, (n > CROWD ? LITTLE : LITTLE + 1) * Math.sqrt(Math.max(1, closeness)));

// Squares of `size` pixels for all rows, or for those named; what does not lie wholly inside is left out.
export function stamp(pixels, width, points, colours, rows, { scale, right, down }, size) {
  const height = pixels.length / width, count = rows ? rows.length : colours.length;
  const lastLeft = width - size, lastTop = height - size;
  for (let n = 0; n < count; n++) {
    const i = rows ? rows[n] : n, colour = colours[i];
    if (colour === 0) continue;
    const left = Math.round(points[2 * i] * scale + right), top = Math.round(down - points[2 * i + 1] * scale);
    if (left < 0 || top < 0 || left > lastLeft || top > lastTop) continue;
    for (let y = top; y < top + size; y++) {
      for (let at = y * width + left, end = at + size; at < end; at++) pixels[at] = colour;
    }
  }
}
