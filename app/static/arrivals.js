// Files that come to a page by pasting, or by being dragged over it and let go.

import { $ } from "./elements.js";

/** `take` is given what arrives (a DataTransfer); the stage shows while something is held over the page. */
export function watchArrivals(take) {
  const over = (held) => $("stage").classList.toggle("over", held);
  document.addEventListener("paste", (event) => take(event.clipboardData));
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); over(true); });
  }
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? over(false));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take(event.dataTransfer);
  });
}
