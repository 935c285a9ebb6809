// Keeps the desk of a fair on the device. A new version is taken in whole before the old one goes.
const NAME = "ieum-fair-{{ version }}";
const FILES = ["/fair", ...{{ addresses | tojson }}];

self.addEventListener("install", (event) => {
  const fresh = FILES.map((one) => new Request(one, { cache: "reload" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("ieum-fair-") && name !== NAME);
  const clear = caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))));
  event.waitUntil(clear.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const wanted = address.pathname === "/fair" ? "/fair" : address.pathname + address.search;
  if (!FILES.includes(wanted)) return;
  const kept = caches.open(NAME).then((cache) => cache.match(wanted));
  event.respondWith(kept.then((found) => found || fetch(event.request)));
});
