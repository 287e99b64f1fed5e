// @ts-check
// The focus is never lost: where what had it went away, it goes back to where somebody was, or to what stands there now.
import { like, marksOf, shown } from "./likeness.js";

/**
 * Where somebody was on a page: the id of an element, and in a list the number of the row.
 * @typedef {{ id: string, row: number }} Place
 */

/** What stands above a page is no place on it. */
const ABOVE = "#toasts, dialog, #side, .bar";
/**
 * By address, as long as the window is open.
 * @type {Map<string, Place>}
 */
const places = new Map();

document.addEventListener("focusin", (event) => {
  if (event.target instanceof HTMLElement) remember(event.target);
});

/** @param {Element} element */
function remember(element) {
  const row = rowOf(element);
  if (!element.closest(ABOVE) && (element.id || row >= 0)) places.set(here(), { id: element.id, row });
}

function here() {
  return location.pathname + location.search;
}

/** @returns {HTMLElement[]} */
function rows() {
  return [...document.querySelectorAll("[data-rows] .row-link")].map((link) => /** @type {HTMLElement} */ (link));
}

/** @param {Element} element */
function rowOf(element) {
  return rows().findIndex((link) => link.closest("tr, li")?.contains(element));
}

/**
 * What has the focus before a page or a part gives way.
 * @typedef {{ id: string, row: number, marks: import("./likeness.js").Marks }} Departure
 * @type {Departure | null}
 */
let departure = null;

function leave() {
  const at = document.activeElement;
  departure = at && at !== document.body && !at.closest(ABOVE) ? { id: at.id, row: rowOf(at), marks: marksOf(at) } : null;
}

/** Puts the focus where it was on this page, or on what took the place of that. */
export function refocus() {
  const left = departure;
  const place = places.get(here());
  departure = null;
  const found = left && (named(left.id) ?? like([left.marks.own, ...left.marks.beside]) ?? row(left.row) ?? like(left.marks.around));
  begin(found ?? named(place?.id) ?? row(place?.row) ?? document.getElementById("main"));
}

/** @param {string | undefined} id */
function named(id) {
  return shown(id ? document.getElementById(id) : null);
}

/** @param {number | undefined} number */
function row(number = -1) {
  return number < 0 ? undefined : rows().slice(0, number + 1).pop();
}

/** @param {HTMLElement | null} element */
function begin(element) {
  element?.focus({ preventScroll: element.id === "main" });
}

/** The page that is about to give way, and whether what is about to give way has the focus. */
let before = "";
let held = false;

/** @param {Element} part */
function holds(part) {
  const at = document.activeElement;
  return at !== null && at !== document.body && part.contains(at);
}

function isLost() {
  return held && document.activeElement === document.body;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  before = here();
  held = holds(event.detail.target);
  leave();
});

// After a boosted page the focus would be on nothing: the same page again begins where somebody was, another one at its top.
document.addEventListener("htmx:afterSettle", (event) => {
  const { target, boosted } = event.detail;
  if (target === document.body && boosted !== false) arrive();
  else if (isLost()) refocus();
});

function arrive() {
  const wanted = document.querySelector("[autofocus]") ?? document.getElementById(location.hash.slice(1));
  if (wanted instanceof HTMLElement) {
    if (wanted.tabIndex < 0) wanted.tabIndex = -1;
    begin(wanted);
  } else if (before === here()) refocus();
  else begin(document.getElementById("main"));
}

// Back to a page that was left: on it one is where one was.
for (const name of ["htmx:historyRestore", "htmx:historyCacheMissLoad"]) {
  document.addEventListener(name, () => {
    departure = null;
    refocus();
  });
}

// A row that has the focus may leave its list.
document.addEventListener("live:before", () => {
  held = holds(document.body);
  leave();
});
document.addEventListener("live:after", () => {
  if (isLost()) refocus();
});
