// Layers with weights, all as one matrix product: a convolution of its patches, a transposed one before its strokes.
import { padded, panelsOf } from "./matmul.js";

export const WEIGHTED = { linear, conv, conv_transpose: convTranspose };

function linear({ layer, arrays, from: [from], to, lengths: [inputs], take }) {
  const product = productOf(1, inputs, layer.length, arrays("weight"), take);
  return (floats, matmul) => {
    const run = product.bind(floats, matmul, from), bias = arrays("bias");
    return () => { 
      floats.set(bias, product.out);
      run();
      floats.copyWithin(to, product.out, product.out + layer.length);
    };
  };
}

function conv({ layer, arrays, from: [from], to, take }) {
  const [height, width, channels] = layer.input, [rows, columns, outputs] = layer.output;
  const inner = layer.kernel[0] * layer.kernel[1] * channels, pixels = rows * columns;
  const patches = take(pixels * inner), product = productOf(pixels, inner, outputs, arrays("weight"), take);
  const runs = [];     // where in the map each run of channels in a patch comes from; outside the map zeros stay zeros
  taps(layer, rows, columns, height, width, (pixel, tap, place) =>
    runs.push(from + place * channels, patches + pixel * inner + tap * channels));
  return (floats, matmul) => {
    const run = product.bind(floats, matmul, patches), pairs = Int32Array.from(runs);
    const bias = tiled(arrays("bias"), layer.length), wide = padded(outputs);
    return () => {
      copyRuns(floats, pairs, channels);
      floats.fill(0, product.out, product.out + pixels * wide);
      run();
      for (let pixel = 0, i = 0; pixel < pixels; pixel++) {
        const row = product.out + pixel * wide;
        for (let c = 0; c < outputs; c++, i++) floats[to + i] = floats[row + c] + bias[i];
      }
    };
  };
}

// Every pixel of the smaller map paints a stroke of kernel size, scaled by its channels, onto the larger one.
function convTranspose({ layer, arrays, from: [from], to, take }) {
  const [height, width, channels] = layer.input, [rows, columns, outputs] = layer.output;
  const painted = layer.kernel[0] * layer.kernel[1] * outputs, pixels = height * width, wide = padded(painted);
  const product = productOf(pixels, channels, painted, arrays("weight"), take);
  const runs = [];
  taps(layer, height, width, rows, columns, (pixel, tap, place) =>
    runs.push(product.out + pixel * wide + tap * outputs, to + place * outputs));
  return (floats, matmul) => {
    const run = product.bind(floats, matmul, from), pairs = Int32Array.from(runs);
    const bias = tiled(arrays("bias"), layer.length);
    return () => {
      floats.fill(0, product.out, product.out + pixels * wide);
      run();
      floats.set(bias, to);
      addRuns(floats, pairs, outputs);
    };
  };
}

// Calls visit(pixel, tap, place) for each tap of each pixel of the smaller grid that meets a place of the larger one.
function taps({ kernel, stride, padding }, rows, columns, height, width, visit) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
        const y = row * stride[0] - padding[0] + Math.floor(tap / kernel[1]);
        const x = column * stride[1] - padding[1] + (tap % kernel[1]);
        if (y >= 0 && y < height && x >= 0 && x < width) visit(row * columns + column, tap, y * width + x);
      }
    }
  }
}

function productOf(rows, inner, columns, weights, take) {
  const wide = padded(columns), right = take(inner * wide), out = take(rows * wide);
  return {
    out,
    bind(floats, matmul, left) {
      floats.set(panelsOf(weights, inner, columns), right);
      return () => matmul(left, right, out, rows, inner, wide);
    },
  };
}

function copyRuns(floats, pairs, length) {
  for (let i = 0; i < pairs.length; i += 2) {
    const from = pairs[i], to = pairs[i + 1];
    for (let c = 0; c < length; c++) floats[to + c] = floats[from + c];
  }
}

function addRuns(floats, pairs, length) {
  for (let i = 0; i < pairs.length; i += 2) {
    const from = pairs[i], to = pairs[i + 1];
    for (let c = 0; c < length; c++) floats[to + c] += floats[from + c];
  }
}

function tiled(numbers, length) {
  const all = new Float32Array(length);
  for (let i = 0; i < length; i += numbers.length) all.set(numbers, i);
  return all;
}
