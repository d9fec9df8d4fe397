// Elements, and numbers as people read them. What a person wrote becomes text, never HTML.
const SVG = "http://www.w3.org/2000/svg";     // the name of a language, not an address that is asked

export function make(name, about = {}, ...children) { return filled(document.createElement(name), about, children); }

export function drawn(name, about = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(about)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function filled(element, about, children) {
  for (const [key, value] of Object.entries(about)) {
    if (key in element && !key.includes("-")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

// Four digits that count; without an exponent where that can be read.
export function said(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size >= 1e6 || (size > 0 && size < 1e-4) ? value.toExponential(1) : Number(value.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 7 });
}

export const whole = (step) => Math.round(step).toLocaleString("en");

export function duration(seconds) {
  const all = Math.max(0, Math.round(seconds)), minutes = Math.floor(all / 60), hours = Math.floor(minutes / 60);
  if (all < 60) return `${all} s`;
  return hours ? `${hours} h ${minutes % 60} min` : `${minutes} min ${all % 60} s`;
}
