// Where a page that was tried lies, and its fields on it.

import { Problem } from "../api.js";
import { $ } from "../elements.js";
import { pictureOf } from "./pictures.js";
import { recognised } from "./reasons.js";

// Twice what the card is wide, for sharp screens.
const LONGEST = 900;
// The form may reach beyond the picture.
const AROUND = 30;
const INK = { page: "#a04c00", sure: "#16723a", unsure: "#c4005a" };

export class Outcome {
  #trial = null;
  #picture = null;

  /** Show the last trial, or nothing; `chosen` is the name of a field. */
  async show(trial, chosen) {
    $("outcome").hidden = !trial;
    if (trial !== this.#trial) {
      [this.#trial, this.#picture] = [trial, null];
      if (!trial) return;
      $("outcome-page").hidden = true;
      $("outcome-words").textContent = recognised(trial.registration);
      const picture = await small(trial);
      if (this.#trial === trial) this.#picture = picture;
    }
    if (this.#picture) this.#draw(trial, chosen);
  }

  #draw({ width, registration, fields }, chosen) {
    const size = { width: this.#picture.width + 2 * AROUND, height: this.#picture.height + 2 * AROUND };
    const canvas = Object.assign($("outcome-page"), { ...size, hidden: false });
    const pen = canvas.getContext("2d");
    pen.drawImage(this.#picture, AROUND, AROUND);
    const scale = this.#picture.width / width;
    const place = ([x, y]) => [AROUND + x * scale, AROUND + y * scale];
    outline(pen, registration.corners.map(place), INK.page, 4);
    for (const { name, corners, needs_review: doubtful } of fields) {
      pen.setLineDash(doubtful ? [8, 5] : []);
      outline(pen, corners.map(place), doubtful ? INK.unsure : INK.sure, name === chosen ? 6 : 3);
    }
  }
}

/** The picture of a page no larger than it is shown; null where neither browser nor service can show it. */
async function small({ blob, name, ...page }) {
  try {
    const picture = await pictureOf(blob, name, page);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
    return await createImageBitmap(picture, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return null;
  }
}

function outline(pen, corners, colour, width) {
  for (const [ink, more] of [["#ffffffb3", 4], [colour, 0]]) {
    Object.assign(pen, { strokeStyle: ink, lineWidth: width + more, lineJoin: "round" });
    pen.beginPath();
    corners.forEach((corner) => pen.lineTo(...corner));
    pen.closePath();
    pen.stroke();
  }
}
