// Opens the counter at the door when there is no network: what was shown last. It answers for that page alone, asks
// the network first, and touches no post.
"use strict";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.open("linli-counter");
  try {
    const fresh = await fetch(request);
    if (fresh.redirected) await kept.delete(request);
    else if (fresh.ok) await kept.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const last = await kept.match(request, { ignoreVary: true, ignoreSearch: true });
    if (last) return last;
    throw error;
  }
}
