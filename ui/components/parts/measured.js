// What was measured last when the run had come to a moment: the newest of all while that is followed.
import { lastAt } from "./moment.js";

const order = new WeakMap();     // rows -> their steps

export function rowAt(rows, { step, following }) {
  if (following) return rows.at(-1) ?? null;
  if (!order.has(rows)) order.set(rows, rows.map((row) => row.step));
  return rows.length && rows[0].step <= step ? rows[lastAt(order.get(rows), step)] : null;
}

// Four digits that count; without an exponent where that can be read.
export function said(value) {
  const size = Math.abs(value);
  return size >= 1e5 || (size > 0 && size < 1e-4) ? value.toExponential(1) : String(Number(value.toPrecision(4)));
}
