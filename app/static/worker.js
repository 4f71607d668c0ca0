// Keeps the page's own files, so that it opens without a network. Whatever else is asked for goes to the service.

const CACHE = "blockletter";
const FILES = [
  "/",
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
  "/static/zip.js",
  "/static/zoom.js",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && FILES.includes(new URL(url).pathname)) event.respondWith(fresh(event.request));
});

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
