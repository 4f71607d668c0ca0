// Asking the service, and putting its refusals into words.

/** A refusal with a title that says what to do. */
export class Problem extends Error {
  constructor(title, detail = "") {
    super(title);
    this.title = title;
    this.detail = detail;
  }
}

/** Read a picture; `annotate` asks for the picture with the boxes drawn in. */
export async function readPicture(file, { charset, language, annotate = false, signal }) {
  const form = new FormData();
  form.append("image", file, "picture");
  form.append("charset", charset);
  form.append("language", language);
  form.append("alternatives", "4");
  form.append("annotate", String(annotate));
  return ask("/api/v1/read", { method: "POST", body: form, signal });
}

export const fetchModel = () => ask("/api/v1/model");
export const fetchExamples = () => ask("/api/v1/examples");

/** The bytes of an example picture. */
export async function fetchExample(name) {
  const response = await reach(exampleAddress(name));
  if (!response.ok) throw new Problem("Choose another example", "This one is gone.");
  return response.blob();
}

export function exampleAddress(name) {
  return `/examples/${encodeURIComponent(name)}`;
}

async function ask(address, options = {}) {
  const response = await reach(address, { ...options, headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  throw await problemOf(response);
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem("Check that the service runs, then try again", "It does not answer.");
  }
}

async function problemOf(response) {
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    const { title, detail } = await response.json();
    return new Problem(title, detail);
  }
  return new Problem("Try again", `The service answered with status ${response.status}.`);
}
