// @ts-check
import { isWriting, near } from "./dom.js";
import { show } from "./dialog.js";

/** @typedef {{ keys: string, label: string, run: () => void }} Shortcut */

const STORE = "postroom.letters";
/** How long the second key of "g t" may take, in milliseconds. */
const PAUSE = 1200;

let begun = "";
let begunAt = 0;

/** Whether single letters are commands; speech input needs them off (WCAG 2.1.4). */
export function lettersOn() {
  return localStorage.getItem(STORE) !== "off";
}

/**
 * The shortcuts of the page stand in its data-shortcut attributes. Of several for one key the last one holds: messages
 * stand at the end of the page, so "undo" takes back what was done last.
 * @returns {Shortcut[]}
 */
function all() {
  const found = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-shortcut]")]);
  const last = new Map(found.map((element) => [element.dataset.shortcut ?? "", element]));
  return [...last].map(([keys, element]) => ({ keys, label: labelOf(element), run: () => follow(element) }));
}

/** @param {HTMLElement} element */
export function labelOf(element) {
  const words = element.querySelector(".nav__label, span:not(.visually-hidden)") ?? element;
  return element.dataset.shortcutLabel ?? element.getAttribute("aria-label") ?? words.textContent?.trim() ?? "";
}

/** @param {HTMLElement} element */
export function follow(element) {
  if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) {
    const side = element.closest("[popover]");
    if (side instanceof HTMLElement && !side.checkVisibility()) side.showPopover();
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
  } else if (element.matches("summary") && element.parentElement instanceof HTMLDetailsElement) unfold(element.parentElement);
  else element.click();
}

/** @param {HTMLDetailsElement} fold */
function unfold(fold) {
  fold.open = true;
  const first = fold.querySelector("input:not([type=hidden]), select, button, a");
  if (first instanceof HTMLElement) first.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting(event.target)) return;
  if (event.key.length !== 1 || document.querySelector("dialog[open]")) return;
  if (!lettersOn() && event.key !== "?") return;
  if (event.key === "?") {
    help();
    event.preventDefault();
    return;
  }
  press(event);
});

/** @param {KeyboardEvent} event */
function press(event) {
  const typed = event.timeStamp - begunAt < PAUSE && begun ? `${begun} ${event.key}` : event.key;
  const shortcuts = all();
  const match = shortcuts.find((shortcut) => shortcut.keys === typed);
  begun = match ? "" : shortcuts.some((shortcut) => shortcut.keys.startsWith(`${event.key} `)) ? event.key : "";
  begunAt = event.timeStamp;
  if (!match) return;
  event.preventDefault();
  match.run();
}

function help() {
  const list = document.querySelector("[data-keys]");
  list?.querySelectorAll("[data-own]").forEach((element) => element.remove());
  all().forEach((shortcut) => list?.append(...line(shortcut)));
  show("keys");
}

/**
 * @param {Shortcut} shortcut
 * @returns {HTMLElement[]}
 */
function line({ keys, label }) {
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  term.textContent = label;
  meaning.append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  [term, meaning].forEach((element) => (element.dataset.own = ""));
  return [term, meaning];
}

document.addEventListener("click", (event) => {
  if (near(event, '[data-dialog-open="keys"]')) help();
  const box = document.querySelector("[data-keys-on]");
  if (box instanceof HTMLInputElement && event.target !== box) box.checked = lettersOn();
});

document.addEventListener("change", (event) => {
  const box = near(event, "[data-keys-on]");
  if (box instanceof HTMLInputElement) localStorage.setItem(STORE, box.checked ? "on" : "off");
});
