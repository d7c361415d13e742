// The screen at a door: asks every half minute how things are, and says so when nobody answers.
"use strict";

const EVERY = 30000;
const lost = document.querySelector("[data-lost]");
const where = location.href;
// By the centre's clock, from the page itself: one that came from the worker's keeping was true when it was kept.
const told = (main) => Number(main?.dataset.at) * 1000 || Date.now();
let last = told(document.querySelector("[data-door]"));

function clock(at) {
  const zone = lost.dataset.zone;
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit", hour12: true, timeZone: zone });
}

async function look() {
  try {
    const answer = await fetch(where, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!answer.ok) throw new Error(answer.status);
    // A worker that answers from what it kept says so.
    if (answer.headers.get("x-kept")) throw new Error("kept");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [fresh, shown] = [page.querySelector("[data-door]"), document.querySelector("[data-door]")];
    if (!fresh) throw new Error("another page");
    shown.replaceWith(fresh);
    document.body.className = page.body.className;
    last = told(fresh);
    lost.hidden = true;
  } catch {
    lost.querySelector("b").textContent = clock(last);
    lost.hidden = false;
  }
}

if (Date.now() - last > 2 * EVERY) look();
setInterval(look, EVERY);
addEventListener("online", look);
addEventListener("offline", look);

navigator.serviceWorker?.register(location.pathname + ".js", { scope: location.pathname }).catch(() => {});
