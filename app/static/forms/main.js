// The template editor: a form comes in, fields are drawn on it, tried, and saved as a template.

import { Problem, fetchAbilities } from "../api.js";
import { watchArrivals } from "../arrivals.js";
import { $, save } from "../elements.js";
import { History } from "./history.js";
import { forget, keep, kept } from "./keep.js";
import { Panel } from "./panel.js";
import { Review } from "./review.js";
import { blobOf, detect, read } from "./service.js";
import { Stage } from "./stage.js";
import { USUAL, blank, faults, freeName, fromDocument, toDocument } from "./template.js";

const state = { form: blank(), picture: "", found: [], chosen: -1, answers: [], refusals: [], source: null };
const history = new History(state.form);
const stage = new Stage({ choose, add, change, remove, mark });
const panel = new Panel({ choose, edit, remove });
const review = new Review({
  template: () => template(),
  name: () => state.form.name,
  fail: (error, name) => {
    if (!(error instanceof Problem)) throw error;
    complain({ title: `${name}: ${error.title}`, detail: error.detail });
  },
});

/** Show everything as it stands. */
function show() {
  const { form, chosen, answers, picture } = state;
  const wrong = [...faults(form), ...state.refusals];
  stage.show(form, chosen, answers);
  panel.show(form, chosen, answers, wrong);
  $("view").dataset.mode = picture ? "picture" : form.width ? "bare" : "empty";
  $("undo").disabled = !history.canUndo;
  $("redo").disabled = !history.canRedo;
  $("save").disabled = !form.fields.length;
  $("try").disabled = $("try-other").disabled = $("stack").disabled = !form.fields.length || !form.width;
  $("find").disabled = !state.found.length;
  $("find").textContent = state.found.length ? `Find the fields (${state.found.length})` : "Find the fields";
  const page = wrong.filter(([number]) => number < 0).map(([, words]) => words).join(". ");
  $("form-fault").textContent = page;
  $("form-fault").hidden = !page;
  $("clear-marks").hidden = !form.marks.length;
  if ($("form-name").value !== form.name) $("form-name").value = form.name;
}

/** The form is another now. */
function changed({ kept: keeping = true } = {}) {
  if (keeping) {
    history.add(state.form);
    remember();
  }
  state.refusals = [];
  show();
}

function remember() {
  keep({ form: state.form, picture: state.picture, found: state.found, withBlank: $("with-blank").checked });
}

function choose(number) {
  if (number === state.chosen) return;
  state.chosen = number;
  show();
  stage.reveal(number);
}

function add(region) {
  state.form.fields.push({ ...USUAL, name: freeName(state.form.fields), ...region });
  state.chosen = state.form.fields.length - 1;
  changed();
  $("f-name").focus();
  $("f-name").select();
}

function change(number, region, done) {
  Object.assign(state.form.fields[number], region);
  state.answers = [];
  changed({ kept: done });
}

function edit(number, changes) {
  Object.assign(state.form.fields[number], changes);
  changed();
}

function remove(number) {
  state.form.fields.splice(number, 1);
  state.chosen = -1;
  changed();
  say("Removed. Ctrl+Z brings it back.");
}

function mark(point) {
  state.form.marks.push(point);
  changed();
}

function stepTo(form) {
  state.form = form;
  state.chosen = Math.min(state.chosen, form.fields.length - 1);
  state.answers = [];
  remember();
  show();
}

/** Take a picture of a form; fields that are there already stay where the page has the same shape. */
async function open(blob, name) {
  await guarded("Looking at the form …", async () => {
    const found = await detect(blob, name);
    const { picture } = found;
    const { width, height, fields } = fromDocument(found.template);
    const [across, down] = [width / (state.form.width || width), height / (state.form.height || height)];
    const place = ({ x, y, ...rest }) => ({ ...rest, x: x * across, y: y * down });
    const size = (field) => ({ ...place(field), width: field.width * across, height: field.height * down });
    Object.assign(state.form, { width, height, fields: state.form.fields.map(size), marks: state.form.marks.map(place) });
    Object.assign(state, { picture, found: fields, answers: [], source: [blob, name] });
    $("picture").src = picture;
    changed();
    say(fields.length
      ? `${fields.length} fields were found. “Find the fields” takes them, or draw your own on the picture.`
      : "Draw a field on the picture: press, drag, let go.");
  });
}

async function openTemplate(blob) {
  try {
    const saved = JSON.parse(await blob.text());
    state.form = fromDocument(saved);
    if (saved.blank) showBlank(saved.blank);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    complain(new Problem("Choose a template that was saved here", "This file is none."));
    return;
  }
  Object.assign(state, { chosen: -1, answers: [], source: null });
  changed();
  say(state.picture ? "" : "Choose a picture of the form to see the fields on it.");
}

function showBlank(content) {
  state.picture = content.startsWith("data:") ? content : `data:image/jpeg;base64,${content}`;
  $("with-blank").checked = true;
  $("picture").src = state.picture;
}

/** Put the fields that were found beside those there are, where they do not lie on one another. */
function takeFound() {
  const { fields } = state.form;
  const free = state.found.filter((one) => !fields.some((other) => overlap(one, other)));
  for (const field of free) fields.push({ ...field, name: freeName(fields) });
  changed();
  say(free.length ? `${free.length} fields are new. Name them in the list.` : "All of them are there already.");
}

const overlap = (one, other) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/** Read a page by the template as it stands. */
async function tryOn(blob, name) {
  await guarded("Reading …", async () => {
    state.answers = [];
    try {
      const answer = await read(template(), blob, name);
      state.answers = answer.fields;
      const doubtful = answer.fields.filter((field) => field.needs_review).length;
      say(`Read in ${(answer.milliseconds / 1000).toFixed(2)} s; ${doubtful ? `${doubtful} of ${answer.fields.length} fields want a look` : "no field is doubtful"}.`);
    } catch (error) {
      refuse(error);
      throw error;
    } finally {
      show();
    }
  });
}

/** Show at the field what the service has against it. */
function refuse({ errors = [] }) {
  const numbered = errors.map(({ field, message }) => [state.form.fields.findIndex(({ name }) => name === field), message]);
  state.refusals = numbered.filter(([number]) => number >= 0);
  if (state.refusals.length) state.chosen = state.refusals[0][0];
}

const template = () =>
  toDocument(state.form, $("with-blank").checked && state.picture ? state.picture.split(",")[1] : "");

async function guarded(words, work) {
  $("problem").hidden = true;
  $("busy-words").textContent = words;
  $("busy").hidden = false;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(error);
  } finally {
    $("busy").hidden = true;
  }
}

function complain({ title, detail }) {
  $("problem-title").textContent = `${title}.`;
  $("problem-detail").textContent = detail;
  $("problem").hidden = false;
}

function say(words) {
  $("status").textContent = words;
}

function startAnew() {
  forget();
  Object.assign(state, { form: blank(), picture: "", found: [], chosen: -1, answers: [], refusals: [], source: null });
  history.start(state.form);
  $("with-blank").checked = false;
  $("problem").hidden = true;
  say("");
  show();
}

function take(files) {
  for (const file of files) {
    if (file.name?.endsWith(".json") || file.type === "application/json") openTemplate(file);
    else open(file, file.name || "pasted.png");
  }
}

function tool() {
  stage.tool = $("tool-mark").checked ? "mark" : $("tool-scroll").checked ? "scroll" : "field";
}

function goBack(event) {
  const writes = event.target.matches("input, textarea, select");
  if (!(event.ctrlKey || event.metaKey) || writes) return;
  if (event.key === "z" && !event.shiftKey) stepTo(history.undo());
  else if (event.key === "y" || event.key.toLowerCase() === "z") stepTo(history.redo());
  else return;
  event.preventDefault();
}

function listen() {
  for (const [id, act] of [["file", take], ["template-file", take], ["other-file", ([file]) => file && tryOn(file, file.name)],
    ["stack-files", (files) => review.open(files)]]) {
    $(id).addEventListener("change", (event) => { act([...event.target.files]); event.target.value = ""; });
  }
  $("find").addEventListener("click", takeFound);
  $("new").addEventListener("click", startAnew);
  $("undo").addEventListener("click", () => stepTo(history.undo()));
  $("redo").addEventListener("click", () => stepTo(history.redo()));
  $("clear-marks").addEventListener("click", () => { state.form.marks = []; changed(); });
  $("with-blank").addEventListener("change", remember);
  $("form-name").addEventListener("change", () => { state.form.name = $("form-name").value.trim(); changed(); });
  $("try").addEventListener("click", () => tryOn(...(state.source ?? [blobOf(state.picture), "form.jpg"])));
  $("stack").addEventListener("click", () => $("stack-files").click());
  $("try-other").addEventListener("click", () => $("other-file").click());
  $("save").addEventListener("click", () => {
    const text = `${JSON.stringify(template(), null, 2)}\n`;
    save(new Blob([text], { type: "application/json" }), `${state.form.name.trim() || "form"}.json`);
  });
  for (const id of ["tool-field", "tool-mark", "tool-scroll"]) $(id).addEventListener("change", tool);
  document.addEventListener("keydown", goBack);
  watchArrivals(({ files }) => take([...files]));
  window.addEventListener("resize", show);
  $("picture").addEventListener("load", show);
}

function goOn() {
  const before = kept();
  if (!before?.form) return;
  const { withBlank = false, ...work } = before;
  Object.assign(state, work);
  $("with-blank").checked = withBlank;
  history.start(state.form);
  if (state.picture) $("picture").src = state.picture;
  if (state.form.fields.length) say("This is where you stopped. “New” begins another form.");
}

listen();
// A finger scrolls until it is told to draw.
if (matchMedia("(pointer: coarse)").matches) $("tool-scroll").checked = true;
tool();
goOn();
show();
panel.offer({ languages: ["any", "none"], lexicons: [] });
fetchAbilities().then((abilities) => { panel.offer(abilities); show(); }, () => {});
