// Keeps the files of a page, so that it opens without a network. Whatever else is asked for goes to the service.

const CACHE = "blockletter";
const PAGES = {
  "/": [
    "/static/api.js",
    "/static/arrivals.js",
    "/static/camera.js",
    "/static/corrections.js",
    "/static/curl.js",
    "/static/desk.js",
    "/static/details.js",
    "/static/doubts.js",
    "/static/downloads.js",
    "/static/elements.js",
    "/static/examples.js",
    "/static/formats.js",
    "/static/glyphs.js",
    "/static/icon.svg",
    "/static/ink.js",
    "/static/labelled.js",
    "/static/main.js",
    "/static/npz.js",
    "/static/offline.js",
    "/static/options.js",
    "/static/overlay.js",
    "/static/pad.js",
    "/static/sheet.js",
    "/static/strip.js",
    "/static/style.css",
    "/static/teach.js",
    "/static/transcript.js",
    "/static/viewport.js",
    "/static/writing.js",
    "/static/zip.js",
    "/static/zoom.js",
  ],
  "/forms": [
    "/static/api.js",
    "/static/arrivals.js",
    "/static/elements.js",
    "/static/forms/bring.js",
    "/static/forms/crop.js",
    "/static/forms/figures.js",
    "/static/forms/forms.css",
    "/static/forms/geometry.js",
    "/static/forms/grasp.js",
    "/static/forms/history.js",
    "/static/forms/keep.js",
    "/static/forms/main.js",
    "/static/forms/messages.js",
    "/static/forms/outcome.js",
    "/static/forms/panel.js",
    "/static/forms/pictures.js",
    "/static/forms/queue.js",
    "/static/forms/reasons.js",
    "/static/forms/review.js",
    "/static/forms/service.js",
    "/static/forms/stack.js",
    "/static/forms/stage.js",
    "/static/forms/tables.js",
    "/static/forms/template.js",
    "/static/forms/trial.js",
    "/static/forms/vouched.js",
    "/static/forms/work.js",
    "/static/glyphs.js",
    "/static/icon.svg",
    "/static/offline.js",
    "/static/style.css",
    "/static/teach.js",
  ],
};
const FILES = Object.entries(PAGES).flat(2);

self.addEventListener("install", (event) => event.waitUntil(keepOpen().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && FILES.includes(new URL(url).pathname)) event.respondWith(fresh(event.request));
});

/** Keep what is open now; another page is kept on its way, as soon as somebody goes there. */
async function keepOpen() {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = new Set(windows.map(({ url }) => new URL(url).pathname).filter((path) => path in PAGES));
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set([...open].flatMap((path) => [path, ...PAGES[path]]))]);
}

/** The file as the service has it now; as it was last time where the service cannot be reached. */
async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch {
    return cache.match(request, { ignoreSearch: true });
  }
}
