// Pixels of a decoder (0..1, row by row, channels last) on a canvas of exactly their size; CSS enlarges it, crisply.
const images = new WeakMap();     // canvas -> ImageData, used again for every picture

export function paint(canvas, pixels, size, channels) {
  paintMany(canvas, pixels, size, channels, 1);
}

// n pictures side by side, `columns` in a row (all in one row without it).
export function paintMany(canvas, pixels, size, channels, n, columns = n) {
  const image = imageOf(canvas, size * columns, size * Math.ceil(n / columns));
  const each = size * size * channels;
  for (let i = 0; i < n; i++) {
    const left = (i % columns) * size, top = Math.floor(i / columns) * size;
    place(image, pixels, i * each, size, channels, left, top);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function imageOf(canvas, width, height) {
  let image = images.get(canvas);
  const fits = [image, canvas].every((one) => one?.width === width && one.height === height);
  if (fits) return image;
  canvas.width = width;
  canvas.height = height;
  canvas.style.imageRendering = "pixelated";
  image = new ImageData(width, height);
  for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
  images.set(canvas, image);
  return image;
}

// A clamped array rounds and bounds by itself.
function place(image, pixels, from, size, channels, left, top) {
  const { data, width } = image, green = channels === 3 ? 1 : 0, blue = channels === 3 ? 2 : 0;
  for (let row = 0; row < size; row++) {
    let to = 4 * ((top + row) * width + left);
    for (let column = 0; column < size; column++, from += channels, to += 4) {
      data[to] = 255 * pixels[from];
      data[to + 1] = 255 * pixels[from + green];
      data[to + 2] = 255 * pixels[from + blue];
    }
  }
}
