// @ts-check
// Ctrl-K: every page, overview, action, macro and ticket by its name. The focus returns to where it was.
import { show } from "./dialog.js";
import { near, onArrival } from "./dom.js";
import { link, offers, remember } from "./palette_items.js";
import { distance, fits } from "./words.js";

/** @typedef {import("./palette_items.js").Offer} Offer */

/** How long typing has to rest before tickets are searched, in milliseconds. */
const REST = 200;
const MOST = 60;
const MOST_TICKETS = 6;

/** @type {Offer[]} */
let offered = [];
/** @type {Offer[]} */
let listed = [];
/** @type {Offer[]} */
let tickets = [];
let at = 0;
let timer = 0;
/** @type {AbortController | undefined} */
let asking;

const dialog = () => /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog#palette"));
const input = () => /** @type {HTMLInputElement | null} */ (document.querySelector("#palette [role=combobox]"));
const list = () => document.getElementById("palette-list");
const words = () => list()?.dataset ?? {};

// Before any editor sees the key.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (!dialog() || document.querySelector("dialog[open]:not(#palette)")) return;
    event.preventDefault();
    event.stopPropagation();
    if (dialog()?.open) dialog()?.close();
    else begin();
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  if (near(event, '[data-dialog-open="palette"]')) begin();
  const option = near(event, "#palette-list [role=option]");
  if (option) choose(Number(option.dataset.index));
});

onArrival(() => remember());

function begin() {
  const field = input();
  if (!field) return;
  offered = offers(words());
  tickets = [];
  field.value = "";
  show("palette");
  field.focus();
  fill();
}

document.addEventListener("input", (event) => {
  if (event.target !== input()) return;
  tickets = [];
  fill();
  clearTimeout(timer);
  asking?.abort();
  timer = window.setTimeout(search, REST);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== input()) return;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && listed.length) mark((at + by + listed.length) % listed.length);
  else if (event.key === "Enter") choose(at);
  else return;
  event.preventDefault();
});

/** @param {number} index */
function choose(index) {
  const chosen = listed[index];
  if (!chosen) return;
  clearTimeout(timer);
  dialog()?.close();
  chosen.run();
}

/** Asks the search page, which knows what this person may read. */
async function search() {
  const typed = input()?.value.trim() ?? "";
  if (typed.length < 2) return;
  asking = new AbortController();
  try {
    const answer = await fetch(addressOf(typed), { signal: asking.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = /** @type {HTMLAnchorElement[]} */ ([...page.querySelectorAll("a.row-link")]).slice(0, MOST_TICKETS);
    tickets = found.map((row) => ({ ...link(row.textContent?.trim() ?? "", row.pathname), note: words().found ?? "" }));
    fill(at);
  } catch {
    // Without a connection the pages and actions are there all the same.
  }
}

/** @param {string} typed */
function addressOf(typed) {
  return `${words().search}?${new URLSearchParams({ q: typed })}`;
}

/** @param {number} [marked] */
function fill(marked = 0) {
  const typed = input()?.value.trim() ?? "";
  const fitting = offered
    .filter(({ label, note }) => fits(`${label} ${note}`, typed))
    .sort((one, other) => distance(one.label, typed) - distance(other.label, typed))
    .slice(0, MOST);
  const everywhere = link(words().searchFor?.replace("…", typed) ?? "", addressOf(typed));
  listed = typed ? [...fitting, ...tickets, everywhere] : fitting;
  list()?.replaceChildren(...listed.map(option));
  mark(Math.min(marked, listed.length - 1));
}

/**
 * @param {Offer} offer
 * @param {number} index
 */
function option({ label, note, keys }, index) {
  const made = document.createElement("div");
  made.className = "palette__option";
  made.id = `palette-${index}`;
  made.dataset.index = String(index);
  made.setAttribute("role", "option");
  const title = Object.assign(document.createElement("span"), { className: "palette__title", textContent: label, dir: "auto" });
  const side = Object.assign(document.createElement("span"), { className: "palette__note", textContent: note });
  side.append(...keys.split(" ").filter(Boolean).map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  made.append(title, side);
  return made;
}

/** @param {number} index */
function mark(index) {
  at = index;
  const options = [...(list()?.children ?? [])];
  options.forEach((element, number) => element.setAttribute("aria-selected", String(number === index)));
  options[index]?.scrollIntoView({ block: "nearest" });
  input()?.setAttribute("aria-activedescendant", options[index]?.id ?? "");
}
