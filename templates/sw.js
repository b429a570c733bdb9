{% load static %}// The network is away: one page says so. Nothing else is ever kept on the device, least of all a page of somebody's.
const NAME = "okote-{{ version }}";
const PAGE = "{% url 'offline' %}";
const SHEET = "{% static 'hors-ligne.css' %}";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll([PAGE, SHEET].map((one) => new Request(one, { cache: "reload" })))));
});

self.addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((one) => one !== NAME).map((one) => caches.delete(one)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => caches.match(PAGE)));
  } else if (new URL(request.url).pathname === new URL(SHEET, location.href).pathname) {
    event.respondWith(fetch(request).catch(() => caches.match(SHEET)));
  }
});
