// @ts-check
// One place that is written in: rich or plain, with what both of them offer.
import { edit, unedit } from "./editor.js";
import { plainField, richField } from "./fields.js";
import { popup } from "./popup.js";
import "./signature.js";

/** @typedef {import("./popup.js").Field} Field */

/**
 * What is behind each place on the page.
 * @type {WeakMap<HTMLElement, { editor: any, field: Field }>}
 */
const open = new WeakMap();

/**
 * Begins with `place`, a [data-editor], as the person likes to write.
 * @param {HTMLElement} place
 */
export function begin(place) {
  const area = areaOf(place);
  const bar = place.querySelector("[data-editor-bar]");
  if (bar instanceof HTMLElement) bar.hidden = false;
  if (isPlain(place)) beginPlain(place, area);
  else beginRich(place);
  place.querySelector("[data-plain-switch]")?.addEventListener("click", () => change(place));
  place.querySelector("[data-offer]")?.addEventListener("click", () => offerHere(place));
}

/**
 * The rich editor of a place, where it is one.
 * @param {Element | null} place
 */
export function editorOf(place) {
  return place instanceof HTMLElement ? open.get(place)?.editor : undefined;
}

/** @param {HTMLElement} place */
function beginRich(place) {
  const editor = edit(place);
  if (!editor) return;
  const field = richField(editor);
  open.set(place, { editor, field });
  offer(place, field);
}

/**
 * @param {HTMLElement} place
 * @param {HTMLTextAreaElement} area
 */
function beginPlain(place, area) {
  const field = plainField(area);
  open.set(place, { editor: undefined, field });
  place.querySelectorAll("[data-command]").forEach((button) => (/** @type {HTMLElement} */ (button).hidden = true));
  if (document.activeElement === area && !area.selectionStart) area.setSelectionRange(0, 0);
  if (area.dataset.offered) return;
  area.dataset.offered = "1";
  area.addEventListener("input", () => area.dispatchEvent(new CustomEvent("written", { bubbles: true })));
  offer(place, field);
}

/**
 * The lists of this place: each [data-popup] element in it names a trigger and where the offers come from.
 * @param {HTMLElement} place
 * @param {Field} field
 */
function offer(place, field) {
  place.querySelectorAll("[data-popup]").forEach((element) => {
    const { popup: trigger, source, label, none } = /** @type {HTMLElement} */ (element).dataset;
    if (trigger && source) popup(field, { trigger, source, label: label ?? "", none });
  });
}

/**
 * The button does what typing the trigger does.
 * @param {HTMLElement} place
 */
function offerHere(place) {
  const field = open.get(place)?.field;
  const trigger = /** @type {HTMLElement | null} */ (place.querySelector("[data-offer]"))?.dataset.offer ?? "";
  if (!field) return;
  field.element.focus();
  field.type(/[\p{L}\p{N}:]$/u.test(field.before()) ? ` ${trigger}` : trigger);
}

/**
 * From rich to plain or back: the server turns one into the other and remembers the choice.
 * @param {HTMLElement} place
 */
async function change(place) {
  const area = areaOf(place);
  const button = /** @type {HTMLElement} */ (place.querySelector("[data-plain-switch]"));
  const form = /** @type {HTMLFormElement} */ (area.form);
  const plain = !isPlain(place);
  area.dispatchEvent(new Event("write"));
  const body = new FormData();
  body.set("csrfmiddlewaretoken", /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value);
  body.set("plain", plain ? "1" : "");
  body.set(plain ? "rich" : "text", plain ? valueOf(place).value : area.value);
  const answer = await fetch(button.dataset.plainSwitch ?? "", { method: "POST", body });
  if (!answer.ok) return;
  const turned = await answer.json();
  /** @type {HTMLInputElement} */ (form.elements.namedItem("plain")).value = plain ? "1" : "";
  button.setAttribute("aria-pressed", String(plain));
  if (plain) {
    unedit(place, open.get(place)?.editor, turned.text);
    area.focus();
    area.setSelectionRange(0, 0);
    beginPlain(place, area);
  } else {
    valueOf(place).value = turned.rich;
    area.focus();
    area.setSelectionRange(0, 0);
    beginRich(place);
  }
  area.dispatchEvent(new CustomEvent("written", { bubbles: true }));
}

/** @param {HTMLElement} place */
function areaOf(place) {
  return /** @type {HTMLTextAreaElement} */ (place.querySelector("[data-rich]"));
}

/** @param {HTMLElement} place */
function valueOf(place) {
  return /** @type {HTMLInputElement} */ (place.querySelector("[data-rich-value]"));
}

/** @param {HTMLElement} place */
function isPlain(place) {
  const plain = areaOf(place).form?.elements.namedItem("plain");
  return plain instanceof HTMLInputElement && plain.value === "1";
}
