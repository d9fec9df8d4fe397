// Numbers as people say them; the same as in ui/words.py, with words from Python.
import { fill } from "./dom.js";

// 7 s, 1 min 30 s, 2 h 5 min.
export function duration(seconds, words) {
  const whole = Math.max(0, Math.round(seconds)), minutes = Math.floor(whole / 60);
  if (whole < 60) return fill(words.s, { s: whole });
  if (whole < 3600) return joined(fill(words.m, { m: minutes }), whole % 60, words.s, "s");
  return joined(fill(words.h, { h: Math.floor(minutes / 60) }), minutes % 60, words.m, "m");
}

// 12,345; rates below ten keep one digit after the point.
export function count(number) {
  if (Math.abs(number) >= 10) return Math.round(number).toLocaleString("en");
  return number.toFixed(1).replace(/\.0$/, "");
}

const joined = (first, rest, words, name) => (rest ? `${first} ${fill(words, { [name]: rest })}` : first);
