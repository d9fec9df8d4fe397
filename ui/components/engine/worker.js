// The worker of batches.js: opens the decoder once, then draws what is asked, and looks for newer wishes in between.
import { open } from "./decoder.js";
import { Lanes } from "./lanes.js";

let lanes = null;
const early = [];                             // asked before the decoder was there
const { port1: bell, port2: rope } = new MessageChannel();
bell.onmessage = () => {                      // a turn by message, and not in a loop: newer wishes come in between
  lanes.turn();
  if (lanes.busy) rope.postMessage(null);
};

onmessage = ({ data }) => {
  if (data.open) open(data.open).then(begin, stop);
  else if (lanes) ask(data);
  else early.push(data);
};

function begin(decoder) {
  lanes = new Lanes(decoder, send);
  early.splice(0).forEach(ask);
}

// Thrown outside the promise, so that the page's onerror hears of it.
function stop(error) {
  setTimeout(() => { throw error; });
}

function ask(wish) {
  if (!lanes.busy) rope.postMessage(null);
  lanes.ask(wish);
}

function send(answer) {
  postMessage(answer, answer.pixels ? [answer.pixels.buffer] : []);
}
