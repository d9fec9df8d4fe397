// Small helpers around the document: an element with what belongs on it, and words with what belongs in them.

// Names with a dash, and role, are attributes; all others are properties: make("button", {type: "button"}, "Undo").
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

// Words that change from frame to frame. The text node stays: with a new one the page would match its :has() rules anew.
export function write(element, words) {
  if (element.firstChild === null) element.textContent = words;
  else if (element.firstChild.data !== words) element.firstChild.data = words;
}

// fill("{n} more", {n: 8})
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// Drawn with strokes in the colour of the text, so that they follow the theme.
const ICONS = {
  undo: "M8 5 4 9l4 4M4.5 9H13a4.5 4.5 0 0 1 0 9H9",
  redo: "m14 5 4 4-4 4M17.5 9H9a4.5 4.5 0 0 0 0 9h4",
  zero: "M5 5v4.5h4.5M5.6 9.5A6.5 6.5 0 1 1 4.6 13",
  random: "M4 4h14v14H4ZM8 8h.01M14 8h.01M11 11h.01M8 14h.01M14 14h.01",
  locked: "M6 10h10v8H6ZM8 10V7a3 3 0 0 1 6 0v3",
  unlocked: "M6 10h10v8H6ZM8 10V7a3 3 0 0 1 5.8-1",
};

export function icon(name) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  picture.setAttribute("viewBox", "0 0 22 22");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", "icon");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}
