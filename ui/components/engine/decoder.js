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

class Decoder {
  #steps; #code; #picture;

  constructor({ header, arrays }) {
    if (header.refused) throw new Refused(header.refused);
    Object.assign(this, { latent: header.latent, classes: header.classes, channels: header.channels, size: header.size });
    const places = new Map([[CODE, 0]]);
    let taken = grains(header.latent);
    const take = (length) => { taken += grains(length); return taken - grains(length); };
    const bound = header.layers.map((layer) => {
      const from = layer.sources.map((source) => places.get(source)), to = take(layer.length);
      places.set(layer.target, to);
      const op = WEIGHTED[layer.op] ?? PLAIN[layer.op];
      if (!op) throw new Error(`This page does not know the layer ${layer.op}.`);
      const lengths = layer.sources.map((source) => lengthOf(header, source));
      return op({ layer, arrays: (name) => arrays[layer[name]], from, to, lengths, take });
    });
    // All places are known: one block of memory holds everything, and no picture allocates anything.
    const { floats, matmul } = block(taken);
    this.#steps = bound.map((bind) => bind(floats, matmul));
    this.#code = floats.subarray(0, header.latent);
    const last = header.layers.at(-1);
    this.#picture = floats.subarray(places.get(last.target), places.get(last.target) + last.length);
  }

  // The picture's memory is used again by the next one: copy what is to be kept.
  decode(z, y = 0) {
    this.#code.set(z);
    for (const step of this.#steps) step(y);
    return this.#picture;
  }
}

// SIMD where there is some, whose memory comes in pages of 64 kB.
function block(length) {
  if (!globalThis.WebAssembly) {
    const floats = new Float32Array(length);
    return { floats, matmul: plainMatmul(floats) };
  }
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil((4 * length) / 65536)) });
  const floats = new Float32Array(memory.buffer);
  return { floats, matmul: simdMatmul(memory) ?? plainMatmul(floats) };
}

const grains = (length) => Math.ceil(length / GRAIN) * GRAIN;
const lengthOf = (header, buffer) =>
  buffer === CODE ? header.latent : header.layers.find((layer) => layer.target === buffer).length;
