// @ts-check
import { isWriting, near } from "./dom.js";
import { lettersOn } from "./shortcuts.js";

// Lists marked data-rows: j and k go from row link to row link, x selects, Shift with an arrow selects along the way,
// Enter follows the link as any link. A click with Shift selects all rows from the one clicked before.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const list = near(event, "[data-rows]") ?? document.querySelector("[data-rows]");
  if (!list) return;
  const inList = event.target instanceof Node && list.contains(event.target);
  const by = stepOf(event.key, inList);
  if (by) {
    if (event.shiftKey) selectAlong(list, by);
    else step(list, by);
    event.preventDefault();
  } else if (event.key === "x" && lettersOn() && inList) {
    select(near(event, "tr, li"));
    event.preventDefault();
  }
});

/**
 * @param {string} key
 * @param {boolean} inList
 * @returns {number}
 */
function stepOf(key, inList) {
  if (inList && key === "ArrowDown") return 1;
  if (inList && key === "ArrowUp") return -1;
  if (!lettersOn()) return 0;
  return key === "j" ? 1 : key === "k" ? -1 : 0;
}

/**
 * @param {Element} list
 * @param {number} by
 */
function step(list, by) {
  const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".row-link")]);
  const row = document.activeElement?.closest("tr, li");
  const here = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1);
  links[next]?.focus();
  links[next]?.closest("tr, li")?.scrollIntoView({ block: "nearest" });
}

/** @param {Element | null} row */
function select(row) {
  const box = row?.querySelector("[data-row-select]");
  if (box instanceof HTMLInputElement) box.click();
}

/**
 * @param {Element} list
 * @param {number} by
 */
function selectAlong(list, by) {
  const from = boxOf(document.activeElement);
  if (from && !from.checked) from.click();
  step(list, by);
  const to = boxOf(document.activeElement);
  if (to && !to.checked) to.click();
}

/**
 * @param {Element | null} element
 * @returns {HTMLInputElement | null}
 */
function boxOf(element) {
  const box = element?.closest("tr, li")?.querySelector("[data-row-select]");
  return box instanceof HTMLInputElement ? box : null;
}

/** The id of the box that was clicked last; the box itself may have been replaced by a newer one. */
let last = "";

document.addEventListener("click", (event) => {
  const box = near(event, "[data-row-select]");
  if (!(box instanceof HTMLInputElement) || !event.isTrusted) return;
  if (event.shiftKey) selectBetween(box);
  last = box.id;
});

/** @param {HTMLInputElement} box */
function selectBetween(box) {
  const boxes = /** @type {HTMLInputElement[]} */ ([...(box.closest("[data-rows]")?.querySelectorAll("[data-row-select]") ?? [])]);
  const [from, to] = [boxes.findIndex((one) => one.id === last), boxes.indexOf(box)];
  if (from < 0) return;
  boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => {
    if (one !== box && one.checked !== box.checked) one.click();
  });
}

document.addEventListener("change", (event) => {
  if (!near(event, "[data-row-select]")) return;
  const count = document.querySelectorAll("[data-row-select]:checked").length;
  document.querySelectorAll("[data-row-count]").forEach((place) => (place.textContent = String(count)));
});

document.addEventListener("change", (event) => {
  const all = near(event, "[data-row-select-all]");
  if (!(all instanceof HTMLInputElement)) return;
  all.closest("table")?.querySelectorAll("[data-row-select]").forEach((box) => {
    if (box instanceof HTMLInputElement && box.checked !== all.checked) box.click();
  });
});
