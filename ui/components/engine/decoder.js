// A run's decoder in this page: from a code to a picture in 0..1, row by row with channels last. No DOM: runs anywhere.
import { fetchPacked, unpack } from "./packed.js";
import { plainMatmul } from "./matmul.js";
import { simdMatmul } from "./simd.js";
import { WEIGHTED } from "./weighted.js";
import { PLAIN } from "./plain.js";

export const open = async (url) => new Decoder(await fetchPacked(url));
export const decoderOf = (buffer) => new Decoder(unpack(buffer));

// The server's sentence about a decoder that a page cannot carry out.
export class Refused extends Error {}

const CODE = 0;     // the buffer that holds the code
const GRAIN = 4;    // floats; every buffer begins at a multiple of 16 bytes
const PAGE = 65536; // bytes; memory that SIMD works on comes in pages

class Decoder {
  #steps; #code; #picture;

  constructor({ header, arrays }) {
    const { refused, latent, classes, channels, size, layers } = header;
    if (refused) throw new Refused(refused);
    Object.assign(this, { latent, classes, channels, size });
    const plan = new Plan(latent), bound = layers.map((layer) => plan.step(layer, arrays));
    // All places are known: one block of memory holds everything, and no picture allocates anything.
    const { floats, matmul } = block(plan.taken), view = ({ place, length }) => floats.subarray(place, place + length);
    this.#steps = bound.map((bind) => bind(floats, matmul));
    this.#code = view(plan.buffers.get(CODE));
    this.#picture = view(plan.buffers.get(layers.at(-1).target));
  }

  // The picture's memory is used again by the next one: copy what is to be kept.
  decode(z, y = 0) {
    this.#code.set(z);
    for (const step of this.#steps) step(y);
    return this.#picture;
  }
}

// Which place in memory each buffer takes, before there is any.
class Plan {
  taken = 0; buffers = new Map();     // number -> {place, length}

  constructor(latent) {
    this.#buffer(CODE, latent);
  }

  step(layer, arrays) {
    const op = WEIGHTED[layer.op] ?? PLAIN[layer.op];
    if (!op) throw new Error(`This page does not know the layer ${layer.op}.`);
    const sources = layer.sources.map((source) => this.buffers.get(source));
    return op({
      layer, arrays: (name) => arrays[layer[name]], take: (length) => this.#take(length),
      from: sources.map(({ place }) => place), lengths: sources.map(({ length }) => length),
      to: this.#buffer(layer.target, layer.length) });
  }

  #buffer(number, length) {
    const place = this.#take(length);
    this.buffers.set(number, { place, length });
    return place;
  }

  #take(length) {
    const place = this.taken;
    this.taken += Math.ceil(length / GRAIN) * GRAIN;
    return place;
  }
}

// SIMD where there is some.
function block(length) {
  if (!globalThis.WebAssembly) {
    const floats = new Float32Array(length);
    return { floats, matmul: plainMatmul(floats) };
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * length) / PAGE) });
  const floats = new Float32Array(memory.buffer);
  return { floats, matmul: simdMatmul(memory) ?? plainMatmul(floats) };
}
