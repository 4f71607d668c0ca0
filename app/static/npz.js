// Arrays as NumPy saves them (numpy.lib.format, version 1.0), and glyph sets as training/corpora.py takes them.

import { joined, zip } from "./zip.js";

const ALIGNED = 64;
const UNKNOWN_WRITER = -1n;

/** The bytes of a `.npy` file; `kind` is NumPy's name of the type, such as "|u1". */
export function npy(kind, shape, bytes) {
  const size = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const facts = `{'descr': '${kind}', 'fortran_order': False, 'shape': ${size}, }`;
  const prefix = [0x93, ...[..."NUMPY"].map((letter) => letter.charCodeAt(0)), 1, 0];
  const room = Math.ceil((prefix.length + 2 + facts.length + 1) / ALIGNED) * ALIGNED - prefix.length - 2;
  const words = new TextEncoder().encode(`${facts.padEnd(room - 1)}\n`);
  return joined([Uint8Array.from([...prefix, room & 255, room >> 8]), words, bytes]);
}

/**
 * A glyph set: `images` (N, side, side) uint8 upright, ink 255 on 0; `labels` one letter each; `writers` unknown.
 * `glyphs` are {letter, ink}, ink a Uint8Array of side * side.
 */
export function glyphSet(glyphs, side) {
  const count = glyphs.length;
  const labels = Uint32Array.from(glyphs, ({ letter }) => letter.codePointAt(0));
  const writers = new BigInt64Array(count).fill(UNKNOWN_WRITER);
  return zip([
    ["images.npy", npy("|u1", [count, side, side], joined(glyphs.map(({ ink }) => ink)))],
    ["labels.npy", npy("<U1", [count], new Uint8Array(labels.buffer))],
    ["writers.npy", npy("<i8", [count], new Uint8Array(writers.buffer))],
  ]);
}
