// What a script adds: buttons beside numbers, one press per form, pages from the cache kept fresh.
// Every page works without it.
"use strict";

for (const stepper of document.querySelectorAll(".stepper")) {
  const field = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("button[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const by = Number(button.dataset.step);
      const [least, most] = [field.dataset.least ?? field.min, field.max].map((end) => (end === "" ? NaN : Number(end)));
      const now = field.value === "" ? Math.max(0, (least || 0) - by) : Number(field.value) || 0;
      let next = now + by;
      if (next < least) next = least;
      if (next > most) next = most;
      field.value = next;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// Where the navigation is longer than the window is high, the page's own word is seen.
const current = document.querySelector(".tabs [aria-current]");
if (current) {
  const tabs = current.closest(".tabs");
  tabs.scrollTop = current.offsetTop - tabs.clientHeight / 2;
}

// A choice that leads on by itself: <form data-auto> sends itself when a field changes.
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// A choice opens what it asks for, and another one closes it: <details data-when="repeat=1">.
for (const more of document.querySelectorAll("details[data-when]")) {
  const [name, value] = more.dataset.when.split("=");
  document.addEventListener("change", ({ target }) => {
    if (target.name === name) more.open = target.value === value;
  });
}

// On a sheet Enter leads to the next number, and from the last one to the button.
for (const sheet of document.querySelectorAll("form[data-rows]")) {
  const stops = [...sheet.querySelectorAll("input:not([type=hidden])"), sheet.querySelector(".main")];
  sheet.addEventListener("keydown", (event) => {
    const next = stops[stops.indexOf(event.target) + 1];
    if (event.key !== "Enter" || event.target.type === "submit" || !next) return;
    event.preventDefault();
    next.focus();
    next.select?.();
  });
}

// A second press while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// After a failed form the summary is read first.
document.querySelector(".errors")?.focus();

// Text to take along: <button data-copy="id"> copies what the element says, and says that it did.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.innerText);
    } catch {
      // Without TLS there is no clipboard, but there is a selection.
      getSelection().selectAllChildren(text);
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    button.setAttribute("role", "status");
  });
}
