// One kind of picture through the training. The pictures lie in the file; all are read ahead, so that moving shows them
// at once.
import { make, whole } from "./dom.js";

export class Film {
  #step = make("span", { className: "step" }); #at = -1;

  // `addresses`: one for each moment, null where there is none; the last is the picture that stands in the page.
  constructor(still, addresses) {
    this.title = still.closest("figure").querySelector("b").textContent;
    this.canvas = make("canvas", { role: "img" });
    this.pictures = addresses.map((address, i) => this.#read(address ?? (i === addresses.length - 1 ? still.src : ""), i));
    still.closest("figure").querySelector("figcaption").append(this.#step);
    still.replaceWith(this.canvas);
  }

  show(i, step) {
    let at = i;
    while (at > 0 && !this.pictures[at]) at--;     // some kinds are not drawn at every moment
    this.#at = at;
    this.#step.textContent = `step ${whole(step)}`;
    this.canvas.setAttribute("aria-label", `${this.title} at step ${whole(step)}`);
    this.#paint(at);
  }

  #read(address, i) {
    if (!address) return null;
    const picture = new Image();
    picture.onload = () => { if (this.#at === i) this.#paint(i); };
    picture.src = address;
    return picture;
  }

  #paint(i) {
    const picture = this.pictures[i], { canvas } = this;
    if (!picture?.complete || !picture.naturalWidth) return;
    if (canvas.width !== picture.naturalWidth || canvas.height !== picture.naturalHeight) {
      [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    }
    canvas.getContext("2d").drawImage(picture, 0, 0);
  }
}
