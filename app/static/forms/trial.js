// Trying a template as it stands, on the form's own picture or on another page.

import { guarded, say } from "./messages.js";
import { blobOf, read } from "./service.js";

/** Read a page by the template, or that of the form itself; `fields` are further ones of the request. */
export async function tryOn(work, fields, [blob, name] = work.source ?? [blobOf(work.picture), "form.jpg"]) {
  await guarded("Reading …", async () => {
    work.set({ trial: null });
    try {
      const trial = { ...await read(work.template(), blob, name, fields), blob, name };
      work.set({ trial });
      say(summary(trial));
    } catch (error) {
      refuse(work, error);
      throw error;
    }
  });
}

function summary({ fields, milliseconds }) {
  const doubtful = fields.filter((field) => field.needs_review).length;
  const doubts = doubtful ? `${doubtful} of ${fields.length} fields want a look` : "no field is doubtful";
  return `Read in ${(milliseconds / 1000).toFixed(2)} s; ${doubts}.`;
}

/** Show at the field what the service has against it. */
function refuse(work, { errors = [] }) {
  const numbered = errors.map(({ field, message }) => [work.form.fields.findIndex(({ name }) => name === field), message]);
  const refusals = numbered.filter(([number]) => number >= 0);
  work.set({ refusals, chosen: refusals.length ? refusals[0][0] : work.chosen });
}
