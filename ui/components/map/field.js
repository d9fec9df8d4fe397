// What the decoder draws all over the map, as tiles behind the points: faint ink on the page's ground, fainter still
// where no image lies, for there nobody taught it what to draw.
const TILE = 46, MOST = 400;     // px of a tile on the screen, at least; tiles
const STRENGTH = 0.55;           // opacity of full ink
const DESERT = 0.28;             // share of that where neither a tile nor its neighbours hold a point

export class Field {
  #fields = [];     // moment -> {canvas, box, key}
  #seen = "";       // what the canvas shows

  constructor(canvas) {
    this.canvas = canvas;
    this.ink = canvas.getContext("2d");
  }

  forget() { [this.#fields, this.#seen] = [[], ""]; }

  // Ask for the tiles of a moment unless they are there for this view, this code and this class; `then` when they are.
  want(moment, { look, points, camera, codeAt, y, key }, then) {
    const known = this.#fields[moment];
    if (known?.key === key) return;
    this.#fields[moment] = { ...known, key };
    const grid = gridOf(camera), { latent, size, channels } = look.shape, codes = new Float32Array(grid.count * latent);
    for (let n = 0; n < grid.count; n++) codes.set(codeAt(...grid.middle(n)), n * latent);
    look.many(codes, y, (pixels) => {
      if (this.#fields[moment]?.key !== key) return;
      const canvas = painted(pixels, grid, size, channels, inkOf(this.canvas), settled(grid, points));
      this.#fields[moment] = { canvas, box: grid.box, key };
      this.#seen = "";
      then();
    });
  }

  // The tiles of two moments, one fading into the other. They move with the view until new ones come.
  draw(moment, share, camera, ratio, shown) {
    const { canvas, ink } = this, seen = [moment, share, camera.x, camera.y, camera.scale, canvas.width, canvas.height, shown].join(" ");
    if (seen === this.#seen) return;
    this.#seen = seen;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, canvas.width, canvas.height);
    if (!shown) return;
    ink.imageSmoothingEnabled = false;
    const from = this.#fields[moment], to = this.#fields[moment + 1] ?? from;
    this.#place(from, camera, from === to ? 1 : 1 - share);
    if (from !== to) this.#place(to, camera, share);
    ink.globalAlpha = 1;
  }

  #place(field, camera, strength) {
    if (!field?.canvas || strength <= 0) return;
    const { west, north, east, south } = field.box, left = camera.left(west), top = camera.top(north);
    this.ink.globalAlpha = strength;
    this.ink.drawImage(field.canvas, left, top, camera.left(east) - left, camera.top(south) - top);
  }
}

// Tiles that cover the view, with one of them centred in it.
function gridOf(camera) {
  const { width, height } = camera, side = Math.max(TILE, Math.sqrt((width * height) / MOST));
  const columns = 2 * Math.ceil((width / side - 1) / 2) + 1, rows = 2 * Math.ceil((height / side - 1) / 2) + 1;
  const [west, north] = camera.plane(width / 2 - (columns * side) / 2, height / 2 - (rows * side) / 2);
  const step = side / camera.scale;
  return {
    columns, rows, count: columns * rows, step, box: { west, north, east: west + columns * step, south: north - rows * step },
    middle: (n) => [west + ((n % columns) + 0.5) * step, north - (Math.floor(n / columns) + 0.5) * step],
  };
}

// 1 for the tiles that hold a point or lie beside one that does.
export function settled({ columns, rows, step, box }, points) {
  const here = new Uint8Array(columns * rows), near = new Uint8Array(columns * rows);
  for (let i = 0; i < points.length; i += 2) {
    const column = Math.floor((points[i] - box.west) / step), row = Math.floor((box.north - points[i + 1]) / step);
    if (column >= 0 && row >= 0 && column < columns && row < rows) here[row * columns + column] = 1;
  }
  for (let tile = 0; tile < here.length; tile++) {
    const column = tile % columns, row = (tile - column) / columns;
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) near[tile] |= here[y * columns + x];
    }
  }
  return near;
}

// Grey pictures as ink in the colour of the text, so that they read on light and on dark ground; colours as they are.
function painted(pixels, { columns, rows, count }, size, channels, text, lived) {
  const canvas = Object.assign(document.createElement("canvas"), { width: columns * size, height: rows * size });
  const image = new ImageData(canvas.width, canvas.height), { data } = image;
  for (let n = 0, from = 0; n < count; n++) {
    const left = (n % columns) * size, top = Math.floor(n / columns) * size, strength = 255 * STRENGTH * (lived[n] ? 1 : DESERT);
    for (let row = 0; row < size; row++) {
      for (let at = 4 * ((top + row) * canvas.width + left), end = at + 4 * size; at < end; at += 4, from += channels) {
        const grey = channels === 1;
        for (let c = 0; c < 3; c++) data[at + c] = grey ? text[c] : 255 * pixels[from + c];
        data[at + 3] = strength * (grey ? pixels[from] : Math.max(pixels[from], pixels[from + 1], pixels[from + 2]));
      }
    }
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

const inkOf = (element) => getComputedStyle(element).color.match(/[\d.]+/g).slice(0, 3).map(Number);
