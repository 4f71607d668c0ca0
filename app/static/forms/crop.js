// A field's part of the picture, with some of what is around it.

import { Problem } from "../api.js";
import { pictureOf } from "./pictures.js";

// Of the field's height, on each side.
const AROUND = .35;
// Twice what is shown, for sharp screens.
const WIDEST = 1600;

/** Draw a field of a page onto a canvas, if that is still `wanted` once the picture is there. */
export async function showCrop(canvas, [file, page, { left, top, right, bottom }], wanted) {
  const picture = await pictureOf(file, file.name, page).catch(nothingOfService);
  if (!wanted()) return;
  canvas.hidden = !picture;
  if (!picture) return;
  const around = AROUND * (bottom - top);
  const [width, height] = [right - left + 2 * around, bottom - top + 2 * around];
  const scale = Math.min(2, WIDEST / width);
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const inside = picture.width / page.width;
  const part = [(left - around) * inside, (top - around) * inside, width * inside, height * inside];
  canvas.getContext("2d").drawImage(picture, ...part, 0, 0, canvas.width, canvas.height);
}

/** Without the service there is no picture of a PDF; its fields can be settled all the same. */
function nothingOfService(error) {
  if (!(error instanceof Problem)) throw error;
  return null;
}
