// @ts-check
import { near } from "./dom.js";
import { show } from "./dialog.js";

/**
 * Asks in the product's own dialog.
 * @param {string} question
 * @param {string | undefined} yes what the button says
 * @returns {Promise<boolean>}
 */
export function ask(question, yes) {
  const dialog = show("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  const text = dialog.querySelector("[data-confirm-text]");
  const button = /** @type {HTMLElement | null} */ (dialog.querySelector("[data-confirm-yes]"));
  if (text) text.textContent = question;
  if (button) {
    button.dataset.usual ??= button.textContent ?? "";
    button.textContent = yes || button.dataset.usual;
  }
  dialog.returnValue = "";
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/**
 * The button whose click was confirmed and is now let through.
 * @type {HTMLElement | null}
 */
let confirmed = null;

document.addEventListener(
  "click",
  (event) => {
    const asker = near(event, "[data-confirm]");
    if (!asker || asker === confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asker.dataset.confirm ?? "", asker.dataset.confirmYes).then((yes) => {
      if (!yes || !asker.isConnected) return;
      confirmed = asker;
      asker.click();
      confirmed = null;
    });
  },
  { capture: true },
);

// htmx asks for hx-confirm by itself; the browser's own box would stop the page.
document.addEventListener("htmx:confirm", (event) => {
  const detail = /** @type {CustomEvent} */ (event).detail;
  if (!detail.question) return;
  event.preventDefault();
  ask(detail.question, detail.elt?.dataset.confirmYes).then((yes) => yes && detail.issueRequest(true));
});
