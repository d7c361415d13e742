// The +1 counter at the door. A press is kept on the device under a key of its own until the centre has said that it
// is counted; it is sent as often as that takes, and counted once. Without this script each press is a form.
"use strict";

for (const counter of document.querySelectorAll("[data-counter]")) {
  const to = counter.dataset.counter;
  const mine = `linli-press:${to}:`;
  const total = counter.querySelector("[data-total]");
  const state = counter.querySelector("[data-state]");
  const closing = document.querySelector("[data-closing]");
  const back = counter.querySelector("[data-people='-1']");
  let counted = Number(counter.dataset.counted);
  let pressed = Number(counter.dataset.pressed);
  let sending = false;
  let trouble = "";

  const waiting = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(mine))
      .sort()
      .map((key) => [key, `${key.slice(mine.length)} ${localStorage.getItem(key)}`]);

  // What is opened without network shows what was counted last.
  const keep = async () => {
    if (!window.isSecureContext) return;
    const page = await fetch(location.pathname, { signal: AbortSignal.timeout(10000) });
    if (page.ok && !page.redirected) await (await caches.open("linli-counter")).put(location.pathname, page);
  };

  // What the centre counted and what waits, in the order it was made; one taken back at zero takes nobody.
  const pressedNow = () =>
    waiting()
      .map(([, press]) => press.split(" ").slice(1).map(Number))
      .sort(([one, at], [other, after]) => at - after || other - one)
      .reduce((sum, [people]) => Math.max(0, sum + people), pressed);

  const show = () => {
    const presses = waiting();
    const byHand = pressedNow();
    const now = counted - pressed + byHand;
    back.hidden = byHand === 0;
    total.textContent = now;
    closing.querySelector("[data-total]").textContent = now;
    closing.hidden = now === 0 || closing.dataset.reported === String(now);
    if (presses.length === 0) state.textContent = trouble || counter.dataset.all;
    else state.textContent = (trouble || counter.dataset.waits) + (trouble ? "" : presses.length);
  };

  const deliver = async () => {
    const presses = waiting().slice(0, 200);
    if (sending || presses.length === 0) return;
    sending = true;
    try {
      const body = new URLSearchParams([["script", "1"], ...presses.map(([, press]) => ["press", press])]);
      const signal = AbortSignal.timeout(20000);
      const answer = await fetch(to, { method: "POST", body, credentials: "same-origin", signal });
      const ours = (answer.headers.get("content-type") || "").includes("json");
      if (answer.ok && ours) {
        const told = await answer.json();
        // First, so that a page opened anew shows what it says was delivered, unless the network goes in between.
        await keep().catch(() => {});
        ({ counted, pressed } = told);
        for (const [key] of presses) localStorage.removeItem(key);
        trouble = "";
      } else if (answer.redirected || answer.status === 401) trouble = counter.dataset.signIn;
      else trouble = answer.status < 500 ? counter.dataset.refused : "";
    } catch {
      trouble = "";
    }
    sending = false;
    show();
    if (!trouble && navigator.onLine && waiting().length > 0 && presses.length === 200) deliver();
  };

  for (const form of counter.querySelectorAll("form[data-people]")) {
    form.addEventListener("submit", (event) => {
      if (form === back && pressedNow() === 0) return event.preventDefault();
      const random = crypto.getRandomValues(new Uint8Array(16));
      const key = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      try {
        localStorage.setItem(mine + key, `${form.dataset.people} ${Math.floor(Date.now() / 1000)}`);
      } catch {
        return; // The device keeps nothing: the form goes as it is.
      }
      event.preventDefault();
      show();
      deliver();
    });
  }

  // What was not delivered would be missing in the report.
  closing.addEventListener("submit", (event) => {
    if (waiting().length === 0) return;
    event.preventDefault();
    // It may be pressed again when the network is back.
    event.stopPropagation();
    deliver().then(() => waiting().length === 0 && closing.submit());
  });

  addEventListener("online", deliver);
  document.addEventListener("visibilitychange", deliver);
  setInterval(deliver, 5000);
  show();
  deliver();

  if (!window.isSecureContext || !navigator.serviceWorker) {
    counter.querySelector("[data-insecure]").hidden = false;
  } else {
    // The page opens without network, too: a worker for this address alone.
    navigator.serviceWorker
      .register(counter.dataset.worker, { scope: location.pathname })
      .then(() => caches.open("linli-counter"))
      .then((kept) => kept.addAll([location.pathname, ...counter.dataset.files.split(" ")]))
      .then(() => (counter.dataset.ready = "1"))
      .catch(() => (counter.querySelector("[data-insecure]").hidden = false));
  }
}
