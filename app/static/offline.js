// The page stays open and can be loaded without a network; reading needs the service, and the page says so.

import { $ } from "./elements.js";

/** Keep the page's own files for later, and say when there is no network. */
export function stayUsable() {
  // Only over HTTPS or from this very machine do browsers allow it.
  navigator.serviceWorker?.register("/worker.js");
  const tell = () => { $("offline").hidden = navigator.onLine; };
  for (const change of ["online", "offline"]) addEventListener(change, tell);
  tell();
}

/** Say whether the service was reached just now. */
export function reached(yes) {
  $("offline").hidden = yes && navigator.onLine;
}
