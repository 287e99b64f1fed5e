// @ts-check
import "./addresses.js";
import "./countdown.js";
import { submitAgain } from "./drafts.js";
import "./poll.js";
import { near, onArrival } from "./dom.js";

// Ctrl-Enter sends from anywhere in a form that is written in; with Shift it closes the ticket, too.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = near(event, "form[data-composer]");
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  submitAgain(form, event.shiftKey ? form.querySelector("button[name=then][value=closed]") : null);
});

// "Send and pending until …" leads to where the time is chosen.
document.addEventListener("click", (event) => {
  const form = near(event, "[data-pick-pending]")?.closest("form");
  const state = form?.elements.namedItem("state");
  if (!(state instanceof HTMLSelectElement)) return;
  state.value = "pending_reminder";
  state.dispatchEvent(new Event("change", { bubbles: true }));
  const until = form?.elements.namedItem("pending_until");
  if (until instanceof HTMLInputElement) until.focus();
});

// The editor is large: it is fetched when somebody begins to write. Until it is there, and without it, the text area
// takes what is typed.
onArrival((root) => {
  root.querySelectorAll("[data-editor]:not([data-edited])").forEach((element) => {
    const place = /** @type {HTMLElement} */ (element);
    place.dataset.edited = "";
    const area = place.querySelector("[data-rich]");
    if (area instanceof HTMLElement && "focus" in place.dataset) area.focus();
    Promise.all([import("./writing.js"), import("./reminders.js"), import("./attachments.js")]).then(([{ begin }]) => place.isConnected && begin(place));
  });
});
