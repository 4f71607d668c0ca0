// The page: pictures come in, are read, and are shown with what was found and what people make of it.

import { fetchAbilities, fetchModel, Problem } from "./api.js";
import { watchArrivals } from "./arrivals.js";
import { Camera } from "./camera.js";
import { applied } from "./corrections.js";
import { Desk } from "./desk.js";
import { nextDoubt } from "./doubts.js";
import { Downloads } from "./downloads.js";
import { $, copy } from "./elements.js";
import { offerExamples } from "./examples.js";
import { countUnsure, flatten } from "./glyphs.js";
import { vouched } from "./labelled.js";
import { stayUsable } from "./offline.js";
import { Options } from "./options.js";
import { Sheet } from "./sheet.js";
import { Strip } from "./strip.js";
import { Teach } from "./teach.js";
import { Writing } from "./writing.js";

const options = new Options(() => desk.readAllAgain());
const desk = new Desk(() => withHand(options.fields()), (page) => changed(page));
const downloads = new Downloads(desk, (problem) => sheet.complain(problem));
const teach = new Teach({
  vouched: () => desk.pages.filter(({ reading }) => reading).map(vouched),
  fail: (problem) => sheet.complain(problem),
  chosen: otherHand,
});
const strip = new Strip($("strip"), { show: (page) => writing.leave(() => desk.show(page)), remove: (page) => desk.remove(page) });
const writing = new Writing(desk, { mode, changed });
const sheet = new Sheet({
  corrected: () => changed(desk.shown), further: nextPage, doubt: goToDoubt, padOpen: () => writing.open, surface: () => writing.surface(),
});
const camera = new Camera({
  open: () => writing.leave(() => mode("camera")),
  close: () => mode(desk.shown ? "picture" : "empty"),
  photo: (blob) => open([[blob, "photo.jpg"]]),
  fail: (title, detail) => sheet.complain(new Problem(title, detail)),
});
let limits = null;

/** What is asked for, and whose hand it is; null while that is not complete. */
function withHand(fields) {
  return fields && { ...fields, ...teach.fields() };
}

/** Pages are read for another hand, unless that would cost somebody their corrections. */
function otherHand() {
  if (desk.pages.every(({ letters }) => !letters.size)) desk.readAllAgain();
}

/** What the stage shows: "empty", "picture", "draw" or "camera". */
function mode(name) {
  $("view").dataset.mode = name;
  $("pad-tools").hidden = name !== "draw";
  $("zoom-tools").hidden = name !== "picture" || !desk.shown?.reading;
}

/** Put files on the desk ([blob, name] pairs) and read them. */
function open(files) {
  const tooLarge = files.filter(([blob]) => limits && blob.size > limits.bytes);
  const good = files.filter((file) => !tooLarge.includes(file));
  if (tooLarge.length) {
    const names = tooLarge.map(([, name]) => name).join(", ");
    sheet.complain(new Problem("Send a smaller file", `${names}: the limit is ${Math.round(limits.bytes / 1e6)} MB.`));
  }
  if (!good.length) return;
  writing.leave();
  if ($("view").dataset.mode === "camera") camera.close();
  desk.open(good);
}

/** A page is in another state, is shown, or is corrected. */
function changed(page) {
  strip.show(desk.pages, desk.shown);
  const { done, all } = desk.progress();
  Object.assign($("progress"), { hidden: all < 2 || done === all, max: all, value: done });
  if (page === desk.shown || !desk.shown) {
    sheet.show(desk.shown);
    mode(writing.open ? "draw" : desk.shown && desk.shown.state !== "failed" ? "picture" : "empty");
  }
  sheet.tell({ done, all });
  $("next-unsure").disabled = $("least-sure").disabled = !desk.pages.some(unsureLetters);
  downloads.refresh();
  teach.refresh();
}

/** How many letters of a page wait for somebody to look at them. */
function unsureLetters({ reading, letters }) {
  return reading ? countUnsure(applied(flatten(reading), letters)) : 0;
}

/** Go on to the next page with an unsure letter. */
function nextPage() {
  const start = desk.pages.indexOf(desk.shown) + 1;
  const next = [...desk.pages.slice(start), ...desk.pages.slice(0, start)].find(unsureLetters);
  if (!next) return;
  writing.leave(() => desk.show(next));
  sheet.nextUnsure();
}

/** Go on, from a letter, to the next less unsure one of all pages. */
function goToDoubt(step, from) {
  const next = nextDoubt(desk.pages, from, step);
  if (!next) return;
  if (next.page !== desk.shown) {
    writing.leave(() => desk.show(next.page));
    $("announce").textContent = `Page ${desk.pages.indexOf(next.page) + 1}, ${next.page.name}`;
  }
  sheet.goTo(next.number);
}

function takeFrom(transfer) {
  const files = [...(transfer?.files ?? [])];
  if (files.length) open(files.map((file) => [file, file.name || "pasted.png"]));
  return files.length > 0;
}

async function nameModel() {
  const card = await fetchModel();
  limits = card.limits;
  sheet.welcome += `, up to ${Math.round(limits.bytes / 1e6)} MB each`;
  sheet.tell(desk.progress());
  teach.limit(card.alphabet);
  $("model").textContent = `Read by ${card.name}, ${card.precision}, on the CPU.`;
}

async function offerAbilities() {
  const abilities = await fetchAbilities();
  options.offer(abilities);
  desk.streams = abilities.formats.includes("ndjson");
  downloads.offer(abilities);
  teach.offer(abilities);
}

function listen() {
  $("controls").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["file", "capture"]) {
    $(id).addEventListener("change", (event) => { takeFrom(event.target); event.target.value = ""; });
  }
  $("retry").addEventListener("click", () => desk.shown && desk.readAgain(desk.shown));
  $("copy").addEventListener("click", () => copy(sheet.text, $("transcript"), $("copy")));
  $("copy-curl").addEventListener("click", () => copy($("curl").textContent, $("curl"), $("copy-curl")));
  for (const id of ["all", "all-letters"]) $(id).addEventListener("change", () => downloads.refresh());
  watchArrivals(takeFrom);
}

listen();
mode("empty");
downloads.refresh();
sheet.tell(desk.progress());
stayUsable();
// The page works without these; what is wrong will show when a picture is read.
Promise.allSettled([offerExamples(open, (problem) => sheet.complain(problem)), nameModel(), offerAbilities()]);
