// @ts-check
// Marks what is new in a list until somebody has looked at it, in this tab.
import { onArrival } from "../dom.js";

/** @typedef {import("./connection.js").News} News */
/** @typedef {Record<string, "new" | "changed">} Marks */

const STORE = "postroom.marks";
const ROW = "[data-live-part] tr[data-ticket]";

/**
 * What others changed, as far as that was said.
 * @type {Set<string>}
 */
const touched = new Set();
/** Whether news may have been missed: then the rows themselves have to tell. */
let missed = false;
/**
 * What was shown before the news: the text of each row by its ticket.
 * @type {Map<string, string>}
 */
let shown = new Map();
let pageBefore = "";

/** @returns {Marks} */
function marks() {
  return JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
}

/** @returns {HTMLElement[]} */
function rows() {
  return [...document.querySelectorAll(ROW)].map((row) => /** @type {HTMLElement} */ (row));
}

/**
 * What a row says of its ticket; who is at it does not change it.
 * @param {HTMLElement} row
 */
function words(row) {
  const copy = /** @type {HTMLElement} */ (row.cloneNode(true));
  copy.querySelectorAll("[data-here], [data-mark-word]").forEach((element) => element.remove());
  return copy.textContent ?? "";
}

document.addEventListener("live", (event) => {
  const news = /** @type {CustomEvent<News>} */ (event).detail;
  news.tickets?.forEach((ticket) => touched.add(String(ticket)));
  missed ||= Boolean(news.all);
});

document.addEventListener("live:before", () => {
  document.querySelectorAll("[data-mark-word]").forEach((word) => word.remove());
  shown = new Map(rows().map((row) => [row.dataset.ticket ?? "", words(row)]));
  pageBefore = location.href;
});

document.addEventListener("live:after", () => {
  const kept = marks();
  const now = location.href === pageBefore ? rows() : [];
  const lastKnown = now.findLastIndex((row) => shown.has(row.dataset.ticket ?? ""));
  now.forEach((row, place) => {
    const ticket = row.dataset.ticket ?? "";
    const before = shown.get(ticket);
    // A row below all the others only moved up from the next page.
    const told = touched.has(ticket) || (missed && (before === undefined ? place < lastKnown : before !== words(row)));
    if (told && kept[ticket] !== "new") kept[ticket] = before === undefined ? "new" : "changed";
    // What is said of tickets that do not stand here yet holds until they do: the next answer may bring them.
    touched.delete(ticket);
  });
  missed = false;
  sessionStorage.setItem(STORE, JSON.stringify(kept));
  show(kept);
});

/** @param {Marks} kept */
function show(kept) {
  document.querySelectorAll("[data-mark-word]").forEach((word) => word.remove());
  rows().forEach((row) => {
    const mark = kept[row.dataset.ticket ?? ""];
    if (mark) row.dataset.mark = mark;
    else delete row.dataset.mark;
    if (mark) row.querySelector(".row-link")?.before(word(row, mark));
  });
}

/**
 * @param {HTMLElement} row
 * @param {"new" | "changed"} mark
 */
function word(row, mark) {
  const list = row.closest("[data-word-new]");
  const text = list instanceof HTMLElement ? (mark === "new" ? list.dataset.wordNew : list.dataset.wordChanged) : mark;
  const badge = Object.assign(document.createElement("span"), { className: "live-mark", textContent: text });
  badge.dataset.markWord = "";
  return badge;
}

onArrival(() => {
  const open = document.querySelector("[data-live=ticket]");
  const kept = marks();
  if (open instanceof HTMLElement && kept[open.dataset.ticket ?? ""]) {
    delete kept[open.dataset.ticket ?? ""];
    sessionStorage.setItem(STORE, JSON.stringify(kept));
  }
  show(kept);
});
