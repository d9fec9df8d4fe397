// Where a component's pictures come from: the run's decoder in this page, or the server for one that is too large.
// `await connect({decoder, live})` gives a source; components of one page that ask for the same run share its decoder,
// its worker and its socket.
//   source.where            "page" or "server"; source.why: "" or why not in the page, "refused" or "slow";
//                           source.reason: the server's sentence when it refused
//   source.latent .classes .channels .size
//   source.show(z, y, (pixels, ms) => ...)             one picture, the newest wins; in the page at once. Copy to keep.
//   source.batch(lane, codes, y, (pixels, ms) => ...)  n pictures beside; in a lane one waits, and a newer replaces it
//   source.nearest(z, y, k, (found) => ...)            training images nearest to what z draws; null if none are here
//   source.close()
import { Batches } from "./batches.js";
import { open, Refused } from "./decoder.js";
import { Live } from "./live.js";

const BUDGET = 8;                      // ms a picture may take here: half a frame, so that the page stays smooth
const WARM_UP = 5, TRIALS = 9;         // pictures drawn before any is timed, and those that are
const shared = new Map();              // addresses -> {engine, users}
let sources = 0;

export async function connect({ decoder, live }) {
  const key = `${decoder} ${live}`;
  if (!shared.has(key)) shared.set(key, { engine: engineOf(decoder, live), users: 0 });
  const entry = shared.get(key);
  entry.users += 1;
  const release = async () => {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (shared.get(key) === entry) shared.delete(key);
    (await entry.engine).close();
  };
  try {
    return new Source(await entry.engine, release);
  } catch (error) {
    shared.delete(key);
    throw error;
  }
}

class Source {
  #engine; #release; #lanes = `${++sources}/`; #closed = false;

  constructor(engine, release) {
    this.#engine = engine;
    this.#release = release;
    const { where, why, reason, latent, classes, channels, size } = engine;
    Object.assign(this, { where, why, reason, latent, classes, channels, size });
  }

  show(z, y, then) { this.#ask("show", "show", z, y, then); }
  batch(lane, codes, y, then) { this.#ask("batch", lane, codes, y, then); }
  nearest(z, y, k, then) { this.#ask("nearest", "nearest", z, y, k, then); }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#release();
  }

  // Nobody is called back after closing: what it would draw on is gone.
  #ask(what, lane, ...wish) {
    if (this.#closed) return;
    const then = wish.pop(), guarded = (...results) => { if (!this.#closed) then(...results); };
    this.#engine[what](this.#lanes + lane, ...wish, guarded);
  }
}

async function engineOf(url, live) {
  try {
    const decoder = await open(url);
    if (medianTime(decoder) <= budget()) return new InPage(decoder, url, live);
  } catch (error) {
    if (error instanceof Refused) return InServer.connected(live, "refused", error.message);
    throw error;
  }
  return InServer.connected(live, "slow", "");
}

// A test sets another budget to force pictures from the server.
const budget = () => globalThis.genlabBudget ?? BUDGET;

function medianTime(decoder) {
  const z = new Float32Array(decoder.latent).fill(0.5), times = [];
  for (let i = 0; i < WARM_UP + TRIALS; i++) {
    const start = performance.now();
    decoder.decode(z, 0);
    times.push(performance.now() - start);
  }
  return times.slice(WARM_UP).sort((one, other) => one - other)[Math.floor(TRIALS / 2)];
}

class InPage {
  where = "page"; why = ""; reason = "";
  #decoder; #batches; #live;

  constructor(decoder, url, live) {
    const { latent, classes, channels, size } = decoder;
    Object.assign(this, { latent, classes, channels, size });
    this.#decoder = decoder;
    this.#batches = new Batches(url);
    this.#live = new Live(live);
  }

  show(lane, z, y, then) {
    const start = performance.now(), pixels = this.#decoder.decode(z, y);
    then(pixels, performance.now() - start);
  }

  batch(lane, codes, y, then) { this.#batches.ask(lane, codes, y, then); }
  nearest(lane, z, y, k, then) { this.#live.nearest(lane, z, y, k, then); }
  close() { this.#batches.close(); this.#live.close(); }
}

class InServer {
  where = "server";
  #live;

  constructor(live, facts) {
    Object.assign(this, facts);
    this.#live = new Live(live);
  }

  static async connected(live, why, reason) {
    return new InServer(live, { why, reason, ...(await Live.facts(live)) });
  }

  show(lane, z, y, then) { this.#live.decode(lane, z, y, this.latent, then); }
  batch(lane, codes, y, then) { this.#live.decode(lane, codes, y, this.latent, then); }
  nearest(lane, z, y, k, then) { this.#live.nearest(lane, z, y, k, then); }
  close() { this.#live.close(); }
}
