// @ts-check
import { near, onArrival } from "./dom.js";
import { refocus } from "./focus.js";

/** How long good news stay, in milliseconds. Warnings and errors stay until somebody closes them. */
const GOOD_NEWS = 6000;
/** How long what can be undone stays, in milliseconds. */
const UNDO = 10000;

/**
 * Shows a short message.
 * @param {string} text
 * @param {"info" | "success" | "warning" | "error"} [level]
 */
export function toast(text, level = "info") {
  const template = document.querySelector(`template[data-toast-template="${level}"]`);
  const place = document.getElementById("toasts");
  if (!(template instanceof HTMLTemplateElement) || !place) return;
  const piece = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const element = piece.querySelector("[data-toast]");
  const words = piece.querySelector(".toast__text");
  if (words) words.textContent = text;
  place.append(piece);
  if (element instanceof HTMLElement) leaveInTime(element);
}

/**
 * Shows the messages of a page that was fetched beside this one.
 * @param {Document} fresh
 */
export function takeToasts(fresh) {
  const place = document.getElementById("toasts");
  const told = [...fresh.querySelectorAll("#toasts > [data-toast]")].map((element) => document.importNode(element, true));
  place?.append(...told);
  told.forEach((element) => {
    window.htmx?.process(element);
    leaveInTime(/** @type {HTMLElement} */ (element));
  });
}

/** @param {HTMLElement} element */
function leaveInTime(element) {
  if (element.matches(".toast--error, .toast--warning") || element.dataset.timed) return;
  element.dataset.timed = "1";
  const leave = () => (element.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : element.remove());
  setTimeout(leave, element.querySelector("[data-undo]") ? UNDO : GOOD_NEWS);
}

onArrival((root) => root.querySelectorAll("[data-toast]").forEach((element) => leaveInTime(/** @type {HTMLElement} */ (element))));

document.addEventListener("click", (event) => {
  if (!near(event, "[data-toast-close]")) return;
  near(event, "[data-toast]")?.remove();
  refocus();
});

// A server answer may carry HX-Trigger: {"toast": {"level": "success", "text": "..."}}.
document.addEventListener("toast", (event) => {
  const { text, level } = /** @type {CustomEvent} */ (event).detail ?? {};
  if (text) toast(text, level);
});
