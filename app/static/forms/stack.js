// Reads a stack of files by a template: as many in one request as the service takes, each page as soon as it is read.

import { Problem, pagesOf } from "../api.js";
import { FIELDS, templateFile } from "./service.js";

/** What a service takes that does not say. */
const USUAL = { files: 20, request_bytes: 100e6 };
// The rest of a request is the template, and what stands between files.
const SHARE = 0.95;
const [CUT_SHORT, NO_SUCH_PAGE, TOO_MANY_PAGES] = ["too-slow", "unknown-option", "too-many-pages"].map((name) => `urn:blockletter:problem:${name}`);

/**
 * Every page of the files: {at, reading}, the number of its file and what the service answered; a page, or a whole file,
 * that cannot be read is a `problem`. What one request does not finish is asked for again.
 */
export async function* readStack(files, template, { limits = USUAL, signal, ...fields } = {}) {
  let waiting = files.map((file, at) => ({ at, file, from: 1 }));
  while (waiting.length) {
    const asked = portion(waiting, limits);
    const unread = yield* answered(asked, { template: templateFile(template), format: "ndjson", ...fields }, signal);
    waiting = [...unread, ...waiting.slice(asked.length)];
  }
}

/** As many files from the first on as go into one request; a file that was begun goes alone, for its own pages. */
export function portion(waiting, { files: most, request_bytes: bytes }) {
  let [count, sum] = [0, 0];
  for (const { file, from } of waiting) {
    sum += file.size;
    if (count && (count === most || from > 1 || sum > SHARE * bytes)) break;
    count += 1;
    if (from > 1) break;
  }
  return waiting.slice(0, count);
}

/** Ask for files in one request; returns those that it did not get to. */
async function* answered(asked, fields, signal) {
  const [{ from }] = asked;
  const image = asked.map(({ file }) => [file, file.name]);
  const again = [];
  let [number, last] = [-1, 0];
  try {
    for await (const reading of pagesOf(FIELDS, { ...fields, image, ...(from > 1 ? { pages: `${from}-` } : {}) }, signal)) {
      const { page, problem } = reading;
      if (problem?.type === CUT_SHORT && !reading.file && number >= 0) return [...again, ...rest(asked, number, last)];
      if (number < 0 || !page || page === 1) number += 1;
      last = page ?? 0;
      // The files before it have used up the pages of a request.
      if (problem?.type === TOO_MANY_PAGES && !page && number) again.push(asked[number]);
      else yield { at: asked[number].at, reading };
    }
  } catch (problem) {
    if (!(problem instanceof Problem) || asked.length > 1 || problem.unreachable || problem.errors.length) throw problem;
    if (from === 1 || problem.type !== NO_SUCH_PAGE) yield { at: asked[0].at, reading: { problem } };
  }
  return again;
}

/** What is left where a request was cut short behind a page: the pages after it, and the files after its own. */
const rest = (asked, number, page) => [...(page ? [{ ...asked[number], from: page + 1 }] : []), ...asked.slice(number + 1)];
