// All that is drawn with lines over the points: the prior's circles, names of classes, where one is, the lasso.
const RINGS = [1, 2, 3];     // standard deviations of the prior
const NAME = 15, CROSS = 9;  // px: letters of a class, arms of a cross
const FEW = 20;              // shown images a class must have for a name

export class Ink {
  constructor(canvas) {
    this.canvas = canvas;
    this.ink = canvas.getContext("2d");
  }

  clear(ratio) {
    const { ink, canvas } = this, style = getComputedStyle(canvas);
    this.colours = { text: style.color, ground: style.getPropertyValue("--st-background-color"), accent: style.getPropertyValue("--st-primary-color") };
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

  // The name of each class at the mean place of its shown points.
  names(camera, points, labels, colours, classes) {
    const sums = new Float64Array(3 * classes.length), { ink } = this;
    for (let i = 0; i < labels.length; i++) {
      if (colours[i] === 0) continue;
      sums[3 * labels[i]] += points[2 * i]; sums[3 * labels[i] + 1] += points[2 * i + 1]; sums[3 * labels[i] + 2] += 1;
    }
    ink.font = `700 ${NAME}px ${this.font}`;
    ink.textAlign = "center";
    const enough = Math.min(FEW, labels.length / classes.length / 4), taken = [];
    classes.forEach((name, label) => {
      const [x, y, count] = sums.subarray(3 * label);
      if (count < enough) return;
      const place = free(camera.left(x / count), camera.top(y / count) + NAME / 3, ink.measureText(name).width, taken);
      this.#haloed(name, ...place);
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

// A little to the right where another name stands already.
function free(left, top, width, taken) {
  const meets = ([otherLeft, otherTop, otherWidth]) =>
    Math.abs(otherTop - top) < NAME && Math.abs(otherLeft - left) < (width + otherWidth) / 2 + 3;
  while (taken.some(meets)) left += 4;
  taken.push([left, top, width]);
  return [left, top];
}
