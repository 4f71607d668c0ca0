// The letters of fields that somebody has looked at, each with its box: a hand can be learned from them.

const signs = (text) => [...text.normalize("NFC").replace(/\s/g, "")];

/**
 * The glyphs of a field with the letters that stand there. What was read rightly keeps its own letter, since a list may write
 * its entries in another case than the ink; where letters are missing or too many, only those around them are sure.
 */
export function vouched({ reviewed, value, read, glyphs }) {
  const [said, was] = [signs(value), signs(read ?? value)];
  if (!reviewed || was.length !== glyphs.length) return [];
  const written = glyphs.map(({ letter }) => letter).join("");
  const asWritten = written === was.join("") ? (letter) => letter : (letter) => plain(letter, written);
  if (said.length === was.length) {
    return glyphs.map(({ letter, box }, at) => ({ letter: said[at] === was[at] ? letter : asWritten(said[at]), box }));
  }
  const [before, after] = [shared(said, was), shared([...said].reverse(), [...was].reverse())];
  // Letters that both ends account for may be the one too many, or hold two.
  const least = Math.min(said.length, was.length);
  const [left, right] = [Math.min(before, least - after), Math.min(after, least - before)];
  return glyphs.filter((_, at) => at < left || at >= was.length - right).map(({ letter, box }) => ({ letter, box }));
}

/** How many signs both begin with. */
function shared(one, other) {
  const at = one.findIndex((sign, number) => sign !== other[number]);
  return at < 0 ? Math.min(one.length, other.length) : at;
}

/** A letter of a list's entry, in the case of the ink and without accents, as the network knows it. */
function plain(letter, written) {
  const bare = letter.normalize("NFD").replace(/\p{M}/gu, "");
  if (written === written.toUpperCase()) return bare.toUpperCase();
  return written === written.toLowerCase() ? bare.toLowerCase() : bare;
}
