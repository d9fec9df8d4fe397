// What every component does that shows live numbers of a run at the moment looked at: it hears both, has the feed look
// again while the run trains, and draws at most once a frame.
import { Frame } from "./frame.js";
import { liveNumbers } from "./live_numbers.js";
import { moment } from "./moment.js";

export class Live {
  numbers = {};          // rows by metric
  #failed = ""; #trains = false;

  // `show` draws; `heard` is told before when there are new numbers. Both may be called at once: build everything first.
  constructor(data, show, heard = () => {}) {
    Object.assign(this, { words: data.words, moment: moment(data.run) });
    this.frame = new Frame(show);
    this.feed = liveNumbers(data.numbers);
    this.deaf = [this.moment.listen(() => this.soon()), this.feed.listen(({ value, failed }) => {
      this.numbers = value ?? this.numbers;
      this.#failed = failed;
      heard(this.numbers);
      this.soon();
    })];
  }

  soon() { this.frame.soon(); }

  update({ live }) {
    this.#trains = live;
    if (live) this.feed.wake();
    this.soon();
  }

  // What to say below: a failure first, then why there is nothing; nothing when there is something.
  note(there) {
    return this.#failed || (there ? "" : this.#trains ? this.words.waiting : this.words.nothing);
  }

  end() {
    this.frame.end();
    this.deaf.forEach((forget) => forget());
  }
}
