// @ts-check
// What the palette offers is what the page and its navigation offer to this person: nothing here knows of permissions.
import { follow, labelOf } from "./shortcuts.js";

/** @typedef {{ label: string, note: string, keys: string, run: () => void }} Offer */

const ACTIONS = "main .head__actions :is(a, button), #aside :is(button, summary), main .menu__item, main [data-shortcut]";
const NOT = ".article *, dialog *, [data-dialog-open=palette], [popovertarget], [disabled], [tabindex='-1'], #attributes :is(input, select)";
const FIELDS = "#attributes .field__label[for]";
const PAGES = "#side nav a[href], #side .overviews a[href], #side [data-dialog-open], #side .menu__item";
const VISITED = "postroom.visited";
const MOST_VISITED = 8;

/**
 * @param {DOMStringMap} words of the palette
 * @returns {Offer[]}
 */
export function offers(words) {
  const found = [
    ...elements(ACTIONS).filter(isThere).map((element) => offer(element, element.matches("[name=macro]") ? words.macro : words.action)),
    ...elements(FIELDS).map((label) => field(label, words.change)),
    ...visited().map(({ title, href }) => ({ ...link(title, href), note: words.recent ?? "" })),
    ...elements(PAGES).map((element) => offer(element, element.closest(".overviews") ? words.overview : words.page)),
  ];
  const seen = new Set();
  return found.filter(({ label, note }) => label && !seen.has(label + note) && seen.add(label + note));
}

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function elements(selector) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  return all.filter((element) => !element.matches(NOT));
}

/**
 * What lies in a closed menu can be chosen where the menu can.
 * @param {HTMLElement} element
 */
function isThere(element) {
  const menu = element.matches("summary") ? null : element.closest("details:not([open])");
  return (menu ?? element).checkVisibility();
}

/**
 * @param {HTMLElement} element
 * @param {string} [note]
 * @returns {Offer}
 */
function offer(element, note = "") {
  return { label: labelOf(element), note, keys: element.dataset.shortcut ?? "", run: () => follow(element) };
}

/**
 * @param {HTMLElement} label
 * @param {string} [note]
 * @returns {Offer}
 */
function field(label, note = "") {
  const name = [...label.childNodes].find((node) => node.textContent?.trim())?.textContent?.trim() ?? "";
  const control = document.getElementById(label.getAttribute("for") ?? "");
  return { label: name, note, keys: control?.dataset.shortcut ?? "", run: () => control?.focus() };
}

/**
 * @param {string} title
 * @param {string} href
 * @returns {Offer}
 */
export function link(title, href) {
  return { label: title, note: "", keys: "", run: () => visit(href) };
}

/** @param {string} href */
function visit(href) {
  const made = Object.assign(document.createElement("a"), { href, hidden: true });
  document.getElementById("page")?.append(made);
  window.htmx?.process(made);
  made.click();
}

/**
 * Tickets that were open in this window, newest first.
 * @returns {{ title: string, href: string }[]}
 */
function visited() {
  const here = location.pathname;
  return remembered().filter(({ href }) => href !== here);
}

/** @returns {{ title: string, href: string }[]} */
function remembered() {
  return JSON.parse(sessionStorage.getItem(VISITED) ?? "[]");
}

/** Keeps the ticket that is shown in mind, as long as the window is open and somebody is signed in. */
export function remember() {
  if (!document.querySelector("meta[name=postroom-live]")) return sessionStorage.removeItem(VISITED);
  const title = document.querySelector(".ticket-title")?.textContent;
  const number = document.querySelector(".head__title .numeric")?.textContent;
  if (!title || !number) return;
  const rest = remembered().filter(({ href }) => href !== location.pathname);
  const kept = [{ title: `${number} ${title}`, href: location.pathname }, ...rest].slice(0, MOST_VISITED + 1);
  sessionStorage.setItem(VISITED, JSON.stringify(kept));
}
