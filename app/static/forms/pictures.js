// The picture of a page that was read: as the browser decodes it, or as the service draws it (TIFF, PDF).

import { WRITE, post } from "../api.js";

// Asked for once: a page of a PDF takes its time.
const drawn = new WeakMap();

/** An ImageBitmap of a page of a file; `page`, `width` and `height` are those of its reading. */
export async function pictureOf(blob, name, { page, width, height }) {
  if (page === 1) {
    const picture = await createImageBitmap(blob).catch(() => null);
    if (picture) return picture;
  }
  if (!drawn.has(blob)) drawn.set(blob, new Map());
  const pages = drawn.get(blob);
  if (!pages.has(page)) pages.set(page, drawnByService(blob, name, page, { width, height }));
  return createImageBitmap(await pages.get(page).catch((error) => { pages.delete(page); throw error; }));
}

/** A reading without a letter is written as the picture alone. */
async function drawnByService(blob, name, page, size) {
  const reading = JSON.stringify({ ...size, lines: [] });
  return (await post(WRITE, { image: [blob, name], page, reading, format: "jpeg" })).blob();
}
