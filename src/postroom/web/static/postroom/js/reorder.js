// @ts-check
// Rows of a [data-reorder] are dragged to their place, or moved with Alt and an arrow. Each has a form for the step before
// or after; without scripts its buttons do the same.
import { near } from "./dom.js";

const ROW = "[data-reorder] > [data-place]";
/**
 * What is being dragged, and what stood behind it.
 * @type {{ row: HTMLElement, behind: Element | null } | null}
 */
let dragged = null;

document.addEventListener("dragstart", (event) => {
  const row = near(event, ROW);
  if (!row || !event.dataTransfer) return;
  dragged = { row, behind: row.nextElementSibling };
  event.dataTransfer.effectAllowed = "move";
  row.dataset.dragged = "";
});

document.addEventListener("dragover", (event) => {
  const over = near(event, ROW);
  if (!dragged || over?.parentElement !== dragged.row.parentElement) return;
  event.preventDefault();
  if (!over || over === dragged.row) return;
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged.row);
  else over.after(dragged.row);
});

document.addEventListener("drop", (event) => {
  if (!dragged || !near(event, "[data-reorder]")) return;
  event.preventDefault();
  const { row, behind } = dragged;
  dragged = null;
  if (row.nextElementSibling !== behind) place(row);
});

document.addEventListener("dragend", (event) => {
  delete near(event, ROW)?.dataset.dragged;
  dragged?.row.parentElement?.insertBefore(dragged.row, dragged.behind);
  dragged = null;
});

/**
 * Sends the place that a row has now, by the form that would move it a step.
 * @param {HTMLElement} row
 */
function place(row) {
  const form = row.querySelector("form");
  if (!form) return;
  form.action = row.dataset.place ?? "";
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "place", value: String(placeOf(row)) });
  form.append(field);
  window.htmx?.process(form);
  /** @type {HTMLElement | null} */ (row.querySelector(".row-link"))?.focus();
  form.requestSubmit();
}

/** @param {HTMLElement} row */
function placeOf(row) {
  return [...(row.parentElement?.children ?? [])].indexOf(row);
}

document.addEventListener("keydown", (event) => {
  const which = { ArrowUp: "[data-earlier]", ArrowDown: "[data-later]" }[event.key];
  if (!which || !event.altKey) return;
  const button = near(event, ROW)?.querySelector(which);
  if (!(button instanceof HTMLElement)) return;
  event.preventDefault();
  button.click();
});
