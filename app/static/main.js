// The page: a picture comes in, is read, and is shown with what was found.

import { Problem, exampleAddress, fetchExample, fetchExamples, fetchModel, readPicture } from "./api.js";
import { Details } from "./details.js";
import { flatten, nextUnsure, summarize } from "./glyphs.js";
import { Overlay } from "./overlay.js";
import { Transcript } from "./transcript.js";

const $ = (id) => document.getElementById(id);
const picture = $("picture");
const on = { hover: (number) => point(number ?? chosen), choose };
const overlay = new Overlay($("overlay"), on);
const transcript = new Transcript($("transcript"), on);
const details = new Details($("details"), picture);

let limits = null;
let file = null;
let reading = null;
let glyphs = [];
let chosen = -1;
let underway = new AbortController();

/** Show a picture and read it. */
async function open(blob) {
  if (limits && blob.size > limits.bytes) {
    complain(new Problem("Send a smaller file", `The limit is ${Math.round(limits.bytes / 1e6)} MB.`));
    return;
  }
  file = blob;
  forget();
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(blob);
  $("empty").hidden = true;
  $("sheet").hidden = false;
  await read();
}

/** Read the picture that is shown, once more where the options have changed. */
async function read() {
  if (!file || charset() === "chars:") return;
  underway.abort();
  underway = new AbortController();
  const { signal } = underway;
  busy(true);
  try {
    const answer = await readPicture(file, { ...options(), signal });
    await seePicture(signal);
    show(answer);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof Problem)) throw error;
    complain(error);
  } finally {
    if (!signal.aborted) busy(false);
  }
}

/** Wait for the browser to show the picture; one it cannot (TIFF) is shown as the service drew it. */
async function seePicture(signal) {
  try {
    await picture.decode();
  } catch {
    const { annotated } = await readPicture(file, { ...options(), annotate: true, signal });
    picture.src = `data:${annotated.media_type};base64,${annotated.base64}`;
    await picture.decode();
  }
}

function show(answer) {
  reading = answer;
  glyphs = flatten(answer);
  chosen = -1;
  overlay.show(answer, glyphs);
  transcript.show(answer);
  details.clear();
  $("problem").hidden = true;
  $("empty").hidden = true;
  $("sheet").hidden = false;
  $("copy").disabled = !glyphs.length;
  $("next-unsure").disabled = nextUnsure(glyphs, -1) < 0;
  $("status").textContent = summarize(glyphs, answer.milliseconds);
}

function forget() {
  reading = null;
  glyphs = [];
  overlay.clear();
  transcript.say("");
  details.clear();
  $("copy").disabled = $("next-unsure").disabled = true;
}

function complain({ title, detail }) {
  $("problem-title").textContent = `${title}.`;
  // The rest of the detail says once more what to do.
  $("problem-detail").textContent = detail.replace(/\. .*$/s, ".");
  $("problem").hidden = false;
  $("status").textContent = "";
  if (!reading) {
    $("sheet").hidden = true;
    $("empty").hidden = false;
    transcript.say("What stands in the picture appears here.");
  }
}

function busy(yes) {
  $("busy").hidden = !yes;
  $("stage").setAttribute("aria-busy", String(yes));
  if (yes) {
    $("problem").hidden = true;
    $("status").textContent = "Reading …";
  }
}

/** Settle on a glyph until another is chosen. */
function choose(number) {
  chosen = number;
  point(number);
}

/** Show a glyph for as long as it is pointed at. */
function point(number) {
  overlay.select(number);
  transcript.select(number);
  if (number < 0) details.clear();
  else details.show(glyphs[number], reading);
}

function charset() {
  return $("charset").value === "chars:" ? `chars:${$("chars").value}` : $("charset").value;
}

/** What the reading is asked for. */
const options = () => ({ charset: charset(), language: $("language").value });

async function copyText() {
  const words = $("copy").textContent;
  try {
    await navigator.clipboard.writeText(reading.text);
    $("copy").textContent = "Copied";
  } catch {
    // Without HTTPS there is no clipboard for scripts; the text is marked for the user to copy.
    getSelection().selectAllChildren($("transcript"));
    $("copy").textContent = "Press Ctrl+C";
  }
  setTimeout(() => { $("copy").textContent = words; }, 2000);
}

function takeFrom(transfer) {
  const found = [...(transfer?.files ?? [])];
  if (found.length) open(found[0]);
  return found.length > 0;
}

async function offerExamples() {
  const names = await fetchExamples();
  $("examples").hidden = !names.length;
  $("example-list").replaceChildren(...names.map(example));
}

function example(name) {
  const entry = document.createElement("li");
  const button = document.createElement("button");
  const thumbnail = document.createElement("img");
  button.type = "button";
  thumbnail.src = exampleAddress(name);
  thumbnail.alt = `Read ${name.replace(/\.\w+$/, "").replaceAll(/[-_]/g, " ")}`;
  thumbnail.loading = "lazy";
  button.append(thumbnail);
  button.addEventListener("click", () => fetchExample(name).then(open, complain));
  entry.append(button);
  return entry;
}

async function nameModel() {
  const card = await fetchModel();
  limits = card.limits;
  $("model").textContent = `Read by ${card.name}, ${card.precision}, on the CPU.`;
}

function listen() {
  $("controls").addEventListener("submit", (event) => event.preventDefault());
  $("file").addEventListener("change", (event) => { takeFrom(event.target); event.target.value = ""; });
  $("charset").addEventListener("change", () => {
    $("chars-field").hidden = $("charset").value !== "chars:";
    if (!$("chars-field").hidden) $("chars").focus();
    read();
  });
  $("chars").addEventListener("change", read);
  $("language").addEventListener("change", read);
  $("copy").addEventListener("click", copyText);
  $("next-unsure").addEventListener("click", () => overlay.select(nextUnsure(glyphs, chosen), true));
  document.addEventListener("paste", (event) => takeFrom(event.clipboardData));
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); $("stage").classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? $("stage").classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    $("stage").classList.remove("over");
    takeFrom(event.dataTransfer);
  });
}

listen();
// The page works without these; what is wrong will show when a picture is read.
Promise.allSettled([offerExamples(), nameModel()]);
