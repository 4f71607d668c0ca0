// The template editor: a form comes in, fields are drawn on it, tried, and saved as a template.

import { Problem, fetchAbilities, fetchModel } from "../api.js";
import { watchArrivals } from "../arrivals.js";
import { $, save } from "../elements.js";
import { stayUsable } from "../offline.js";
import { Teach } from "../teach.js";
import { bring } from "./bring.js";
import { announce, complain, forgive, say } from "./messages.js";
import { Outcome } from "./outcome.js";
import { Panel } from "./panel.js";
import { Review } from "./review.js";
import { Stage } from "./stage.js";
import { faults } from "./template.js";
import { tryOn } from "./trial.js";
import { Work } from "./work.js";

const work = new Work(show);
const stage = new Stage({
  choose, add, remove, name: nameField,
  change: (number, region, done) => { work.place(number, region, done); if (done) tellPlace(region); },
  mark: (point) => work.mark(point),
  changeMark: (number, point, done) => { work.placeMark(number, point, done); if (done) tellPlace(point); },
  removeMark: (number) => { work.removeMark(number); say("Removed. Ctrl+Z brings it back."); },
});
const panel = new Panel({ choose, edit: (...changes) => work.edit(...changes), remove });
const outcome = new Outcome();
const review = new Review({
  template: () => work.template(),
  options: () => ({ limits, ...teach.fields() }),
  changed: () => teach.refresh(),
  name: () => work.form.name,
  fail: (error) => {
    if (!(error instanceof Problem)) throw error;
    complain(error);
  },
});
const teach = new Teach({ vouched: () => review.vouched(), fail: complain, chosen: () => {} });
// What the service takes in one request, once it has said so.
let limits;

/** Show everything as it stands. */
function show() {
  const { form, chosen, answers, picture, found } = work;
  const wrong = [...faults(form), ...work.refusals];
  stage.show(form, chosen, answers);
  panel.show(form, chosen, answers, wrong);
  outcome.show(work.trial, form.fields[chosen]?.name);
  if (picture && $("picture").src !== picture) $("picture").src = picture;
  $("view").dataset.mode = picture ? "picture" : form.width ? "bare" : "empty";
  $("undo").disabled = !work.canUndo;
  $("redo").disabled = !work.canRedo;
  $("save").disabled = !form.fields.length;
  $("add").disabled = !form.width;
  $("try").disabled = $("try-other").disabled = $("stack").disabled = !form.fields.length || !form.width;
  $("find").disabled = !found.length;
  $("find").textContent = found.length ? `Find the fields (${found.length})` : "Find the fields";
  const page = wrong.filter(([number]) => number < 0).map(([, words]) => words).join(". ");
  $("form-fault").textContent = page;
  $("form-fault").hidden = !page;
  $("clear-marks").hidden = !form.marks.length;
  $("with-blank").checked = work.withBlank;
  if ($("form-name").value !== form.name) $("form-name").value = form.name;
}

function choose(number) {
  work.choose(number);
  stage.reveal(number);
}

function add(region) {
  work.add(region);
  nameField();
}

function nameField() {
  $("f-name").focus();
  $("f-name").select();
}

/** Put a field, or a mark, where one looks: keys take it where it belongs. */
function addByKeys() {
  if ($("tool-mark").checked) {
    work.mark(stage.middle());
    stage.focusMark(work.form.marks.length - 1);
    say(`Mark ${work.form.marks.length} is added. Arrows move it onto a printed mark.`);
  } else {
    work.add(stage.spot());
    stage.focus(work.chosen);
    say(`${work.form.fields[work.chosen].name} is added. Arrows move it, with Shift resize it, Enter names it.`);
  }
}

function tellPlace({ x, y, width, height }) {
  const size = width ? `, ${Math.round(width)} wide, ${Math.round(height)} high` : "";
  announce(`${Math.round(x)} from the left, ${Math.round(y)} from the top${size}`);
}

function remove(number) {
  work.remove(number);
  say("Removed. Ctrl+Z brings it back.");
}

function takeFound() {
  const count = work.takeFound();
  say(count ? `${count} fields are new. Name them in the list.` : "All of them are there already.");
}

function startAnew() {
  if (review.unsaved && !confirm("What you said of filled forms is not saved. Begin another form all the same?")) return;
  review.clear();
  teach.refresh();
  forgive();
  say("");
  work.startAnew();
}

function saveTemplate() {
  const text = `${JSON.stringify(work.template(), null, 2)}\n`;
  save(new Blob([text], { type: "application/json" }), `${work.form.name.trim() || "form"}.json`);
}

function tool() {
  stage.tool = $("tool-mark").checked ? "mark" : $("tool-scroll").checked ? "scroll" : "field";
  $("add").textContent = $("tool-mark").checked ? "Add a mark" : "Add a field";
}

/** Undo and redo by keys, but for what is being typed. */
function stepBack(event) {
  const writes = event.target.matches("input, textarea, select");
  if (!(event.ctrlKey || event.metaKey) || writes) return;
  if (event.key === "z" && !event.shiftKey) work.undo();
  else if (event.key === "y" || event.key.toLowerCase() === "z") work.redo();
  else return;
  event.preventDefault();
}

const FILES = {
  file: (files) => bring(work, files),
  "template-file": (files) => bring(work, files),
  "other-file": ([file]) => file && tryOn(work, teach.fields(), [file, file.name]),
  "stack-files": (files) => review.open(files),
};
const CLICKS = {
  add: addByKeys,
  find: takeFound,
  new: startAnew,
  undo: () => work.undo(),
  redo: () => work.redo(),
  "clear-marks": () => work.clearMarks(),
  try: () => tryOn(work, teach.fields()),
  "try-other": () => $("other-file").click(),
  stack: () => $("stack-files").click(),
  save: saveTemplate,
};

function listen() {
  for (const [id, act] of Object.entries(FILES)) {
    $(id).addEventListener("change", (event) => { act([...event.target.files]); event.target.value = ""; });
  }
  for (const [id, act] of Object.entries(CLICKS)) $(id).addEventListener("click", () => act());
  for (const id of ["tool-field", "tool-mark", "tool-scroll"]) $(id).addEventListener("change", tool);
  $("with-blank").addEventListener("change", () => work.keepBlank($("with-blank").checked));
  $("form-name").addEventListener("change", () => work.name($("form-name").value.trim()));
  document.addEventListener("keydown", stepBack);
  watchArrivals(({ files }) => bring(work, [...files]));
  window.addEventListener("resize", show);
  window.addEventListener("beforeunload", (event) => review.unsaved && event.preventDefault());
  $("picture").addEventListener("load", show);
}

listen();
// A finger scrolls until it is told to draw.
if (matchMedia("(pointer: coarse)").matches) $("tool-scroll").checked = true;
tool();
if (work.goOn()) say("This is where you stopped. “New” begins another form.");
show();
stayUsable();
panel.offer({ languages: ["any", "none"], lexicons: [] });
fetchAbilities().then((abilities) => { panel.offer(abilities); teach.offer(abilities); show(); }, () => {});
fetchModel().then((card) => { limits = card.limits; teach.limit(card.alphabet); }, () => {});
