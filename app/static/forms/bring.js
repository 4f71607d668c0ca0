// What is brought to the editor: pictures of a form, and templates that were saved.

import { Problem } from "../api.js";
import { complain, guarded, say } from "./messages.js";
import { detect } from "./service.js";
import { fromDocument } from "./template.js";

/** Take files as they come, pictures and templates alike. */
export function bring(work, files) {
  for (const file of files) {
    if (file.name?.endsWith(".json") || file.type === "application/json") openTemplate(work, file);
    else openPicture(work, file, file.name || "pasted.png");
  }
}

/** Take a picture of a form; fields that are there already stay where the page has the same shape. */
async function openPicture(work, blob, name) {
  await guarded("Looking at the form …", async () => {
    const { template, picture } = await detect(blob, name);
    const { fields, ...page } = fromDocument(template);
    fit(work.form, page);
    Object.assign(work, { picture, found: fields, trial: null, source: [blob, name] });
    work.changed();
    say(fields.length
      ? `${fields.length} fields were found. “Find the fields” takes them, or draw your own on the picture.`
      : "Draw a field on the picture: press, drag, let go.");
  });
}

/** Lay a form over a page of another size. */
function fit(form, { width, height }) {
  const [across, down] = [width / (form.width || width), height / (form.height || height)];
  const place = ({ x, y, ...rest }) => ({ ...rest, x: x * across, y: y * down });
  const size = (field) => ({ ...place(field), width: field.width * across, height: field.height * down });
  Object.assign(form, { width, height, fields: form.fields.map(size), marks: form.marks.map(place) });
}

async function openTemplate(work, blob) {
  try {
    const saved = JSON.parse(await blob.text());
    work.form = fromDocument(saved);
    if (saved.blank) Object.assign(work, { picture: addressOf(saved.blank), withBlank: true });
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    complain(new Problem("Choose a template that was saved here", "This file is none."));
    return;
  }
  Object.assign(work, { chosen: -1, trial: null, source: null });
  work.changed();
  say(work.picture ? "" : "Choose a picture of the form to see the fields on it.");
}

const addressOf = (content) => (content.startsWith("data:") ? content : `data:image/jpeg;base64,${content}`);
