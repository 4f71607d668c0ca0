// Asking the service, and putting its refusals into words.

const TRIES = 4;
const LINES = "application/x-ndjson";

/** A refusal with a title that says what to do. */
export class Problem extends Error {
  constructor(title, detail = "", { unreachable = false, after = 0, errors = [], type = "" } = {}) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.unreachable = unreachable;
    this.after = after;
    this.errors = errors;
    this.type = type;
  }
}

export const READ = "/api/v1/read";
export const WRITE = "/api/v1/write";
export const CORRECTIONS = "/api/v1/corrections";

export const fetchModel = () => asJson("/api/v1/model");
export const fetchExamples = () => asJson("/api/v1/examples");
export const fetchAbilities = () => asJson("/api/v1/abilities");
export const exampleAddress = (name) => `/examples/${encodeURIComponent(name)}`;
export const thumbnailAddress = (name) => `/thumbnails/${encodeURIComponent(name)}`;

/**
 * What stands in a file: a reading for each page, as soon as it is there. A page that cannot be read is a `problem`.
 * While the service is busy it is asked again, as often as it is polite.
 */
export const readPages = (blob, name, fields, signal) => pagesOf(READ, { image: [blob, name], ...fields }, signal);

/** The pages that an address answers to a form, each as soon as it is there. */
export async function* pagesOf(address, fields, signal) {
  const response = await patiently(() => post(address, fields, signal), signal);
  if (response.headers.get("content-type")?.startsWith(LINES)) {
    for await (const line of linesOf(response.body)) yield readingOf(JSON.parse(line));
  } else {
    const answer = await response.json();
    yield* answer.pages ?? [answer];
  }
}

function readingOf({ problem, ...reading }) {
  return problem ? { ...reading, problem: new Problem(problem.title, problem.detail, problem) } : reading;
}

async function* linesOf(stream) {
  let begun = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (begun + part).split("\n");
    begun = lines.pop();
    yield* lines.filter(Boolean);
  }
  if (begun) yield begun;
}

async function patiently(ask, signal) {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (!error.after || left <= 1) throw error;
      await waited(error.after * 1000, signal);
    }
  }
}

/** The bytes of an example picture. */
export async function fetchExample(name) {
  const response = await reach(exampleAddress(name));
  if (!response.ok) throw new Problem("Choose another example", "This one is gone.");
  return response.blob();
}

/** Send a form; a field is a word, [blob, file name], or a list of those. */
export async function post(address, fields, signal) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) for (const file of Array.isArray(value[0]) ? value : [value]) form.append(name, ...file);
    else form.append(name, String(value));
  }
  return refused(await reach(address, { method: "POST", body: form, signal }));
}

const asJson = async (address) => (await refused(await reach(address))).json();

/** Ask, with words of its own where the service does not answer. */
export async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(
      "Check that the service runs and that you are connected, then try again",
      "The service does not answer, and pictures can only be read by it.",
      { unreachable: true },
    );
  }
}

async function refused(response) {
  if (response.ok) return response;
  const after = response.status === 503 ? Number(response.headers.get("retry-after")) || 1 : 0;
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    const { title, detail, errors, type } = await response.json();
    throw new Problem(title, detail, { after, errors, type });
  }
  throw new Problem("Try again", `The service answered with status ${response.status}.`, { after });
}

function waited(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); });
  });
}
