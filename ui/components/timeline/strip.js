// Small pictures along the track, each of the snapshot that lies there.
import { thumbs } from "./track.js";

const WIDTH = 46, TILES = 2, COLUMNS = 8;     // px of the page; tiles of the grid's 8 x 8 that a thumbnail shows each way

export class Strip {
  #shown = [];

  constructor(root, plane) { Object.assign(this, { root, plane }); }

  // `frames` holds the pictures; a thumbnail stays blank until its one has come.
  draw(track, frames) {
    const wanted = thumbs(track, frames.steps, Math.max(1, this.root.clientWidth), WIDTH);
    while (this.root.children.length < wanted.length) this.root.append(document.createElement("canvas"));
    while (this.root.children.length > wanted.length) this.root.lastChild.remove();
    this.#shown.length = wanted.length;
    wanted.forEach((step, i) => this.#place(i, step, frames));
  }

  #place(i, step, frames) {
    if (this.#shown[i] === step) return;
    const canvas = this.root.children[i];
    if (step === null) {
      canvas.width = canvas.height = 1;
      this.#shown[i] = null;
    } else if (frames.has(step)) {
      this.#shown[i] = step;
      frames.look(step, (picture) => this.#paint(canvas, picture)).catch(() => { this.#shown[i] = undefined; });
    }
  }

  // Tiles stand one pixel apart; a plane of points is one picture.
  #paint(canvas, picture) {
    const tile = (picture.width + 1) / COLUMNS, side = this.plane ? picture.width : Math.round(TILES * tile - 1);
    canvas.width = canvas.height = side;
    canvas.getContext("2d").drawImage(picture, 0, 0, side, side, 0, 0, side, side);
  }
}
