// @ts-check
// The fields beside a ticket save themselves: a choice at once, what is typed or walked through by keys when Enter is
// pressed or the field is left. Escape puts back what was there, then leaves. The focus stays where it is.
import { near } from "./dom.js";
import { adopt, touched, untouch } from "./live/morph.js";
import { take } from "./live/parts.js";
import { tellFailure } from "./requests.js";
import { takeToasts } from "./toast.js";

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** The answer is the page's parts that follow by themselves, with its messages. */
const HEADERS = { "HX-Request": "true", "X-Live": "saved" };
const REFUSED = 422;
const SIGNED_OUT = 403;

/** A list that is walked through by keys says "change" at every step, and none of the steps is meant yet. */
let walking = false;
/**
 * What is on its way: one change after the other, so that each knows the one before.
 * @type {Promise<void>}
 */
let last = Promise.resolve();

document.addEventListener("pointerdown", () => (walking = false), { capture: true });

document.addEventListener("keydown", (event) => {
  const field = fieldOf(event);
  if (!field?.form) return;
  if (event.key === "Escape") escape(field);
  if (!(field instanceof HTMLSelectElement)) return;
  // These open the list or choose in it; all other keys change what a closed list shows.
  walking = !["Enter", " ", "F4"].includes(event.key) && !event.altKey;
  if (event.key !== "Enter" || !isChanged(field)) return;
  event.preventDefault();
  commit(field);
});

/**
 * Puts back what was there, or else leaves the field, so that letters are commands again.
 * @param {Field} field
 */
function escape(field) {
  if (isChanged(field)) untouch(field);
  else document.getElementById("main")?.focus({ preventScroll: true });
}

document.addEventListener("change", (event) => {
  const field = fieldOf(event);
  if (field instanceof HTMLSelectElement && !walking) commit(field);
});

document.addEventListener("focusout", (event) => {
  const field = fieldOf(event);
  if (field?.form && touched(field.form.elements) && event.relatedTarget !== missingTime(field.form)) save(field.form);
});

document.addEventListener(
  "submit",
  (event) => {
    const form = near(event, "form[data-in-place]");
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    save(form);
  },
  { capture: true },
);

/**
 * @param {Event} event
 * @returns {Field | null}
 */
function fieldOf(event) {
  const field = near(event, "form[data-in-place] :is(input, select)");
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field : null;
}

/** @param {Field} field */
function isChanged(field) {
  return touched([field]);
}

/**
 * A pending state is saved together with its time.
 * @param {Field} field
 */
function commit(field) {
  const time = field.form && field.name === "state" ? missingTime(field.form) : null;
  if (time) time.focus();
  else if (field.form) save(field.form);
}

/**
 * The field of the time that the chosen state still needs.
 * @param {HTMLFormElement} form
 * @returns {Field | null}
 */
function missingTime(form) {
  const state = form.elements.namedItem("state");
  const time = form.elements.namedItem("pending_until");
  if (!(state instanceof HTMLSelectElement) || !(time instanceof HTMLInputElement)) return null;
  return state.value.startsWith("pending") && !time.value ? time : null;
}

/** @param {HTMLFormElement} form */
function save(form) {
  last = last.then(() => send(form)).catch(() => tellFailure(0));
}

/** @param {HTMLFormElement} form */
async function send(form) {
  // What was refused may be sent once more as it is; what was saved by leaving the field need not.
  if (!form.isConnected || !(touched(form.elements) || "liveKeep" in form.dataset)) return;
  const sent = values(form);
  const answer = await fetch(form.action, { method: "POST", headers: HEADERS, body: new FormData(form) });
  const elsewhere = answer.headers.get("HX-Location");
  if (elsewhere) return location.assign(elsewhere);
  if (!answer.ok && answer.status !== REFUSED) return tellFailure(answer.status);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const newer = fresh.getElementById(form.id);
  if (!newer) tellFailure(SIGNED_OUT);
  else if (answer.ok) settle(form, sent, fresh);
  else refuse(form, newer);
}

/**
 * What was sent and has not been changed again meanwhile is as the server says now.
 * @param {HTMLFormElement} form
 * @param {Map<Field, string>} sent
 * @param {Document} fresh
 */
function settle(form, sent, fresh) {
  const settled = [...sent].filter(([field, value]) => field.value === value);
  form.removeAttribute("data-live-keep");
  settled.forEach(([field]) => adopt(field));
  take(fresh);
  settled.forEach(([field, value]) => field.value === value && untouch(field));
  takeToasts(fresh);
}

/**
 * What was refused stands beside what was chosen, until that is saved or put back.
 * @param {HTMLFormElement} form
 * @param {Element} fresh
 */
function refuse(form, fresh) {
  const at = document.activeElement?.id ?? "";
  fresh.querySelectorAll("[autofocus]").forEach((element) => element.removeAttribute("autofocus"));
  form.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  if (document.activeElement === document.body) document.getElementById(at)?.focus();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Map<Field, string>}
 */
function values(form) {
  const fields = /** @type {Field[]} */ ([...form.querySelectorAll("input:not([type=hidden]), select")]);
  return new Map(fields.map((field) => [field, field.value]));
}
