// What the editor asks of the service.

import { post } from "../api.js";

const FIELDS = "/api/v1/fields";

/** The page of a form and the fields found on it. */
export async function detect(blob, name) {
  const { template, picture } = await (await post(`${FIELDS}/detect`, { image: [blob, name] })).json();
  return { template, picture: `data:${picture.media_type};base64,${picture.base64}` };
}

/** Read the first page of a file by a template. */
export async function read(template, blob, name) {
  return (await asked(template, blob, name, { pages: "1" }))[0];
}

/** Read every page of a file by a template. */
export const readAll = (template, blob, name) => asked(template, blob, name, {});

async function asked(template, blob, name, more) {
  const file = new Blob([JSON.stringify(template)], { type: "application/json" });
  const fields = { image: [blob, name], template: [file, "template.json"], format: "json", ...more };
  const answer = await (await post(FIELDS, fields)).json();
  return answer.pages ?? [answer];
}

export function blobOf(address) {
  const [, type, content] = address.match(/^data:([^;]+);base64,(.*)$/s);
  return new Blob([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], { type });
}
