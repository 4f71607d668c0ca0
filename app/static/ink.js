// A glyph cut out of a photo, as training wants it: upright, ink 255 on 0.

// Between paper and the darkest ink, greys nearer to the paper than this share are paper.
const PAPER_SHARE = 0.35;
// The share of pixels taken for the paper's and the ink's own grey: a few specks must not decide.
const INK_RANK = 0.02;

/**
 * Ink 255 on 0 from greys 0..255 of any polarity. `inside` tells where the glyph's own box is, so that what stands
 * around it (mostly paper) says what paper looks like and does not become ink itself.
 */
export function inkOf(greys, inside) {
  const paper = ranked(Array.from(greys).filter((_, place) => !inside[place]), 0.5);
  const own = Array.from(greys).filter((_, place) => inside[place]);
  const [darkest, lightest] = [ranked(own, INK_RANK), ranked(own, 1 - INK_RANK)];
  const ink = paper - darkest >= lightest - paper ? darkest : lightest;
  const contrast = ink - paper || 1;
  return Uint8Array.from(greys, (grey, place) => {
    const depth = inside[place] ? (grey - paper) / contrast : 0;
    return Math.round(255 * Math.min(1, Math.max(0, (depth - PAPER_SHARE) / (1 - PAPER_SHARE))));
  });
}

/** Grey of RGBA bytes (ITU-R BT.601, as Pillow's "L"), on white where they are transparent. */
export function greysOf(rgba) {
  return Uint8Array.from({ length: rgba.length / 4 }, (_, place) => {
    const first = 4 * place;
    const grey = 0.299 * rgba[first] + 0.587 * rgba[first + 1] + 0.114 * rgba[first + 2];
    return Math.round(255 - (rgba[first + 3] / 255) * (255 - grey));
  });
}

/** The value at a place 0..1 in the order of the values; white where there are none. */
function ranked(values, share) {
  if (!values.length) return 255;
  const sorted = values.sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
