// Zip archives (PKWARE APPNOTE 4.3), deflated by the browser.

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});
const [VERSION, UTF8_NAMES, DEFLATED] = [20, 0x0800, 8];
// 1 January 1980, midnight: the first that the format knows, so that equal content is an equal archive.
const [TIME, DATE] = [0, 33];

/** A zip archive of [name, bytes] pairs; bytes are a Uint8Array. */
export async function zip(entries) {
  const [locals, central] = [[], []];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const path = new TextEncoder().encode(name);
    const packed = await deflated(bytes);
    const facts = [VERSION, UTF8_NAMES, DEFLATED, TIME, DATE];
    const sizes = [crc32(bytes), packed.length, bytes.length];
    const local = header(0x04034b50, facts, sizes, [path.length, 0], []);
    locals.push(local, path, packed);
    central.push(header(0x02014b50, [VERSION, ...facts], sizes, [path.length, 0, 0, 0, 0], [0, offset]), path);
    offset += local.length + path.length + packed.length;
  }
  const length = central.reduce((sum, part) => sum + part.length, 0);
  const end = header(0x06054b50, [0, 0, entries.length, entries.length], [length, offset], [0], []);
  return joined([...locals, ...central, end]);
}

export function crc32(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = CRC[(rest ^ byte) & 255] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A signature, then groups of numbers: of two bytes, of four, of two, of four; least byte first. */
function header(signature, ...groups) {
  const numbers = [[signature, 4], ...groups.flatMap((group, place) => group.map((number) => [number, place % 2 ? 4 : 2]))];
  return Uint8Array.from(numbers.flatMap(([number, width]) => Array.from({ length: width }, (_, byte) => number >>> (8 * byte))));
}
