// @ts-check
// On a ticket j and k go from message to message; Tab then leads to what one can do with it.
import { isWriting } from "./dom.js";
import { lettersOn } from "./shortcuts.js";

document.addEventListener("keydown", (event) => {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || !lettersOn()) return;
  const messages = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#thread > [id]")]);
  if (!messages.length || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const next = messages[following(messages, by)];
  next.tabIndex = -1;
  next.focus();
});

/**
 * From nowhere j begins with the first message and k with the newest.
 * @param {HTMLElement[]} messages
 * @param {number} by
 */
function following(messages, by) {
  const here = messages.findIndex((message) => message.contains(document.activeElement));
  if (here < 0) return by > 0 ? 0 : messages.length - 1;
  return Math.min(Math.max(here + by, 0), messages.length - 1);
}
