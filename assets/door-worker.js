// Keeps the last page of the door and what it is made of, for when the network is gone.
"use strict";
const NAME = "door";
const PARTS = /^\/assets\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  const page = asked.href.startsWith(self.registration.scope);
  if (event.request.method !== "GET" || asked.origin !== location.origin || !(page || PARTS.test(asked.pathname))) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.open(NAME);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await kept.put(request.url, fresh.clone());
    return fresh;
  } catch (error) {
    const old = await kept.match(request.url);
    if (!old) throw error;
    const headers = new Headers(old.headers);
    headers.set("x-kept", "1");
    return new Response(old.body, { status: 200, headers });
  }
}
