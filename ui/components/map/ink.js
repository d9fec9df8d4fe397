// All that is drawn with lines over the points: the prior's circles, names of classes, where one is, the lasso.
const RINGS = [1, 2, 3];     // standard deviations of the prior
const NAME = 15, CROSS = 9;  // px: letters of a class, arms of a cross
const FEW = 20;              // shown images a class must have for a name
const APART = 0.25;          // share of the points' variance between the classes, below which names would mean nothing
const SHIFT = 28;            // px a name may give way to another

export class Ink {
  constructor(canvas) {
    this.canvas = canvas;
    this.ink = canvas.getContext("2d");
  }

  clear(ratio) {
    const { ink, canvas } = this, style = getComputedStyle(canvas);
    const named = (name) => style.getPropertyValue(`--st-${name}-color`);
    this.colours = { text: style.color, ground: named("background"), accent: named("primary") };
    this.font = style.fontFamily;
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, canvas.width, canvas.height);
    ink.lineJoin = "round";
  }

  circles(camera, [x, y]) {
    const { ink } = this;
    ink.globalAlpha = 0.45;
    ink.strokeStyle = ink.fillStyle = this.colours.text;
    ink.lineWidth = 1;
    ink.font = `11px ${this.font}`;
    ink.textAlign = "center";
    for (const ring of RINGS) {
      ink.beginPath();
      ink.arc(camera.left(x), camera.top(y), ring * camera.scale, 0, 2 * Math.PI);
      ink.stroke();
    }
    ink.globalAlpha = 0.8;
    for (const ring of RINGS) this.#haloed(`${ring}σ`, camera.left(x), camera.top(y) - ring * camera.scale - 4);
    ink.globalAlpha = 1;
  }

  axes(camera, [right, up]) {
    const { ink } = this;
    ink.globalAlpha = 0.75;
    ink.fillStyle = this.colours.text;
    ink.font = `12px ${this.font}`;
    ink.textAlign = "right";
    this.#haloed(right, camera.width - 6, camera.height - 8);
    ink.textAlign = "left";
    this.#haloed(up, 6, 16);
    ink.globalAlpha = 1;
  }

  // The name of each class at the mean place of its shown points, where the classes have places of their own.
  names(camera, points, labels, colours, classes) {
    const { means, between } = classMeans(points, labels, colours, classes.length), { ink } = this;
    if (between < APART) return;
    ink.font = `700 ${NAME}px ${this.font}`;
    ink.textAlign = "center";
    const enough = Math.min(FEW, labels.length / classes.length / 4), taken = [];
    classes.forEach((name, label) => {
      const { x, y, count } = means[label];
      if (count < enough) return;
      const place = free(camera.left(x), camera.top(y) + NAME / 3, ink.measureText(name).width, taken);
      if (place) this.#haloed(name, ...place);
    });
  }

  // A ring with a cross, kept at the rim when the place is outside.
  mark(camera, [x, y]) {
    const { ink } = this, within = (value, most) => Math.min(most - 10, Math.max(10, value));
    const left = within(camera.left(x), camera.width), top = within(camera.top(y), camera.height);
    this.#twice(() => {
      ink.arc(left, top, 8, 0, 2 * Math.PI);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        ink.moveTo(left + 4 * dx, top + 4 * dy); ink.lineTo(left + 12 * dx, top + 12 * dy);
      }
    });
  }

  cross([left, top]) {
    this.#twice(() => {
      this.ink.moveTo(left - CROSS, top); this.ink.lineTo(left + CROSS, top);
      this.ink.moveTo(left, top - CROSS); this.ink.lineTo(left, top + CROSS);
    });
  }

  path(path) {
    const { ink } = this;
    if (path.length < 2) return;
    ink.beginPath();
    path.forEach(([left, top], i) => (i ? ink.lineTo(left, top) : ink.moveTo(left, top)));
    ink.closePath();
    ink.fillStyle = ink.strokeStyle = this.colours.accent;
    ink.globalAlpha = 0.12;
    ink.fill();
    ink.globalAlpha = 1;
    ink.lineWidth = 2;
    ink.stroke();
  }

  #twice(line) {
    const { ink } = this;
    for (const [colour, width] of [[this.colours.ground, 5], [this.colours.text, 2]]) {
      ink.strokeStyle = colour;
      ink.lineWidth = width;
      ink.beginPath();
      line();
      ink.stroke();
    }
  }

  #haloed(text, left, top) {
    const { ink } = this;
    ink.strokeStyle = this.colours.ground;
    ink.lineWidth = 4;
    ink.strokeText(text, left, top);
    ink.fillStyle = this.colours.text;
    ink.fillText(text, left, top);
  }
}

// Mean place and number of each class's shown points, and the share of the variance that lies between the classes.
export function classMeans(points, labels, colours, classes) {
  const sums = new Float64Array(3 * classes), all = [0, 0, 0];
  let squares = 0, between = 0;
  for (let i = 0; i < labels.length; i++) {
    if (colours[i] === 0) continue;
    const x = points[2 * i], y = points[2 * i + 1], at = 3 * labels[i];
    sums[at] += x; sums[at + 1] += y; sums[at + 2] += 1;
    squares += x * x + y * y;
  }
  for (let i = 0; i < sums.length; i++) all[i % 3] += sums[i];
  const n = Math.max(1, all[2]), [x, y] = [all[0] / n, all[1] / n];
  const means = Array.from({ length: classes }, (_, label) => {
    const count = sums[3 * label + 2], one = Math.max(1, count), mean = { x: sums[3 * label] / one, y: sums[3 * label + 1] / one, count };
    between += count * ((mean.x - x) ** 2 + (mean.y - y) ** 2);
    return mean;
  });
  return { means, between: between / Math.max(1e-12, squares - n * (x * x + y * y)) };
}

// A little to the right where another name stands already; null where that would be too far.
function free(left, top, width, taken) {
  const meets = ([otherLeft, otherTop, otherWidth]) =>
    Math.abs(otherTop - top) < NAME && Math.abs(otherLeft - left) < (width + otherWidth) / 2 + 3;
  const from = left;
  while (taken.some(meets)) left += 4;
  if (left - from > SHIFT) return null;
  taken.push([left, top, width]);
  return [left, top];
}
