// What the editor asks of the service.

import { post } from "../api.js";

export const FIELDS = "/api/v1/fields";

/** The page of a form and the fields found on it. */
export async function detect(blob, name) {
  const { template, picture } = await (await post(`${FIELDS}/detect`, { image: [blob, name] })).json();
  return { template, picture: `data:${picture.media_type};base64,${picture.base64}` };
}

/** Read the first page of a file by a template. */
export async function read(template, blob, name, fields) {
  return (await post(FIELDS, { image: [blob, name], template: templateFile(template), format: "json", pages: "1", ...fields })).json();
}

/** A template as a field of a form. */
export const templateFile = (template) => [new Blob([JSON.stringify(template)], { type: "application/json" }), "template.json"];

export function blobOf(address) {
  const [, type, content] = address.match(/^data:([^;]+);base64,(.*)$/s);
  return new Blob([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], { type });
}
