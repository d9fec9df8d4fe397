// The inner loop of matmul.js, four numbers at a time: WebAssembly with SIMD, written here instruction by instruction.
// One call multiplies a few rows of the left side with one panel of eight columns, held in registers all the while.
import { module, op, I32, V128 } from "./assembler.js";
import { PANEL } from "./matmul.js";

const ROWS = 4;     // at once: eight sums, and room for the factors, in sixteen registers

// A product over `memory`, or null where the browser has no SIMD.
export function simdMatmul(memory) {
  const bytes = module({ [`rows${ROWS}`]: kernel(ROWS), rows1: kernel(1) });
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { in: { memory } });
  const many = exports[`rows${ROWS}`], one = exports.rows1;
  return (left, right, out, rows, inner, columns) => {
    const leftStep = 4 * inner, outStep = 4 * columns, whole = rows - (rows % ROWS);
    for (let column = 0; column < columns; column += PANEL) {
      const from = 4 * left, panel = 4 * (right + column * inner), to = 4 * (out + column);
      const run = (kernel, row) => kernel(from + row * leftStep, panel, to + row * outStep, leftStep, outStep);
      for (let row = 0; row < whole; row += ROWS) run(many, row);
      for (let row = whole; row < rows; row++) run(one, row);
    }
  };
}

// (left, right, out, leftStep, outStep), all in bytes: out[row] += sum over k of left[row][k] * right[k], eight wide.
function kernel(rows) {
  const [left, right, out, leftStep, outStep] = [0, 1, 2, 3, 4];
  let local = 5;
  const locals = (count) => Array.from({ length: count }, () => local++);
  const lefts = [left, ...locals(rows - 1)], outs = [out, ...locals(rows - 1)], [end] = locals(1);
  const sums = locals(2 * rows), [low, high, factor] = locals(3);
  const { get, set, add, load, store, splat, multiplyAll, addAll, advance } = op;
  return {
    params: [I32, I32, I32, I32, I32],
    locals: [[2 * rows - 1, I32], [2 * rows + 3, V128]],
    body: [
      ...lefts.slice(1).flatMap((pointer, row) => [...get(lefts[row]), ...get(leftStep), ...add, ...set(pointer)]),
      ...outs.slice(1).flatMap((pointer, row) => [...get(outs[row]), ...get(outStep), ...add, ...set(pointer)]),
      ...get(left), ...get(leftStep), ...add, ...set(end),
      ...sums.flatMap((sum, i) => [...get(outs[i >> 1]), ...load(16 * (i & 1)), ...set(sum)]),
      ...op.loop([
        ...get(right), ...load(0), ...set(low),
        ...get(right), ...load(16), ...set(high),
        ...lefts.flatMap((pointer, row) => [
          ...get(pointer), ...splat(0), ...set(factor),
          ...[low, high].flatMap((half, i) => [
            ...get(sums[2 * row + i]), ...get(factor), ...get(half), ...multiplyAll, ...addAll,
            ...set(sums[2 * row + i])]),
        ]),
        ...lefts.flatMap((pointer) => advance(pointer, 4)),
        ...advance(right, 32),
      ], [...get(left), ...get(end), ...op.less]),
      ...sums.flatMap((sum, i) => [...get(outs[i >> 1]), ...get(sum), ...store(16 * (i & 1))]),
    ],
  };
}
