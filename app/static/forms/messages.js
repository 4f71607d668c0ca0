// What the page says: how things stand, what is being done, what went wrong.

import { Problem } from "../api.js";
import { $ } from "../elements.js";
import { reached } from "../offline.js";

export function say(words) {
  $("status").textContent = words;
}

/** Say something only to those who listen: others see it. */
export function announce(words) {
  $("announce").textContent = words;
}

export function complain({ title, detail, unreachable }) {
  if (unreachable) reached(false);
  $("problem-title").textContent = `${title}.`;
  $("problem-detail").textContent = detail;
  $("problem").hidden = false;
}

export function forgive() {
  $("problem").hidden = true;
}

/** Do something that takes a while, and say why where the service refuses it. */
export async function guarded(words, work) {
  forgive();
  $("busy-words").textContent = words;
  $("busy").hidden = false;
  try {
    await work();
    reached(true);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(error);
  } finally {
    $("busy").hidden = true;
  }
}
