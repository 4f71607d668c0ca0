// What the editor asks of the service.

import { post } from "../api.js";

const FIELDS = "/api/v1/fields";

/** The page of a form and the fields found on it. */
export async function detect(blob, name) {
  const { template, picture } = await (await post(`${FIELDS}/detect`, { image: [blob, name] })).json();
  return { template, picture: `data:${picture.media_type};base64,${picture.base64}` };
}

/** Read a page by a template. */
export async function read(template, blob, name) {
  const file = new Blob([JSON.stringify(template)], { type: "application/json" });
  return (await post(FIELDS, { image: [blob, name], template: [file, "template.json"], pages: "1", format: "json" })).json();
}

export async function blobOf(address) {
  const [, type, content] = address.match(/^data:([^;]+);base64,(.*)$/s);
  return new Blob([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], { type });
}
