// @ts-check
import { isWriting, near } from "./dom.js";
import { lettersOn } from "./shortcuts.js";

// Lists marked data-rows: j and k go from row link to row link, x selects, Enter follows the link as any link.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const list = near(event, "[data-rows]") ?? document.querySelector("[data-rows]");
  if (!list) return;
  const inList = event.target instanceof Node && list.contains(event.target);
  const by = stepOf(event.key, inList);
  if (by) {
    step(list, by);
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

document.addEventListener("change", (event) => {
  const all = near(event, "[data-row-select-all]");
  if (!(all instanceof HTMLInputElement)) return;
  all.closest("table")?.querySelectorAll("[data-row-select]").forEach((box) => {
    if (box instanceof HTMLInputElement && box.checked !== all.checked) box.click();
  });
});
