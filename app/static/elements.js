// Making elements in one call.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with properties (or, where it has no such property, attributes) and children. */
export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** An SVG element with attributes. */
export function draw(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export function button(words, act, properties = {}) {
  const made = make("button", { type: "button", ...properties }, words);
  made.addEventListener("click", act);
  return made;
}

/** Hand a file to the user. */
export function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  // Not at once: some browsers begin to read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Copy a text; without HTTPS there is no clipboard for scripts, so what shows it is marked for the user to copy. */
export async function copy(text, shownIn, told) {
  const words = told.textContent;
  try {
    await navigator.clipboard.writeText(text);
    told.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(shownIn);
    told.textContent = "Press Ctrl+C";
  }
  setTimeout(() => { told.textContent = words; }, 2000);
}
