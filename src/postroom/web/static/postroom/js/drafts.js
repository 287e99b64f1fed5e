// @ts-check
// What somebody writes is kept on the server as they write: when typing rests, when they leave the field or the page.
// A form says by data-draft-save where to, and by data-draft-version which version it began with.
import { near, onArrival } from "./dom.js";

/** How long typing rests before it is saved, and how long it may go on without, in milliseconds. */
const REST = 1000;
const LONGEST = 5000;
/** What a request that outlives its page may carry at most, in bytes. */
const BEACON = 60_000;

/** @type {WeakMap<HTMLFormElement, Keeper>} */
const keepers = new WeakMap();

class Keeper {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.version = Number(form.dataset.draftVersion) || 0;
    this.timer = 0;
    this.since = 0;
    this.dirty = false;
    /** Between two windows somebody has to decide first. */
    this.stopped = false;
    /**
     * What is on its way to the server.
     * @type {Promise<unknown>}
     */
    this.last = Promise.resolve();
    this.busy = 0;
  }

  touch() {
    this.dirty = true;
    this.since ||= Date.now();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), Math.max(0, Math.min(REST, this.since + LONGEST - Date.now())));
  }

  /**
   * Lets `work` reach the server after everything before it.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  inOrder(work) {
    this.busy += 1;
    const done = this.last.then(work).finally(() => (this.busy -= 1));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** @param {{ force?: boolean, leaving?: boolean }} how */
  save({ force = false, leaving = false } = {}) {
    clearTimeout(this.timer);
    if ((!this.dirty || this.stopped) && !force) return Promise.resolve();
    this.dirty = false;
    this.since = 0;
    return this.inOrder(() => this.send(force, leaving)).catch(() => {
      this.dirty = true; // the network is away; the next words try again
    });
  }

  /**
   * @param {boolean} force
   * @param {boolean} leaving
   */
  async send(force, leaving) {
    const body = this.body();
    if (force) body.set("force", "1");
    const small = [...body.values()].reduce((sum, value) => sum + String(value).length, 0) < BEACON;
    const answer = await fetch(this.form.dataset.draftSave ?? "", { method: "POST", body, keepalive: leaving && small });
    if (answer.status === 409) this.ask((await answer.json()).text);
    if (!answer.ok) return;
    const { version, text } = await answer.json();
    this.version = version;
    this.stopped = false;
    this.tell(text);
  }

  /** The fields of the form as they stand now, without its files. */
  body() {
    this.form.querySelector("[data-rich]")?.dispatchEvent(new Event("write"));
    const body = new FormData(this.form);
    [...body].filter(([, value]) => value instanceof File).forEach(([name]) => body.delete(name));
    body.set("version", String(this.version));
    return body;
  }

  /** @param {string} text */
  tell(text) {
    this.line("[data-draft-line]", text);
    this.hide("[data-draft-other]");
  }

  /** @param {string} text */
  ask(text) {
    this.stopped = true;
    this.line("[data-draft-other]", text);
    this.hide("[data-draft-line]");
  }

  /** @param {string} selector @param {string} text */
  line(selector, text) {
    const line = /** @type {HTMLElement | null} */ (this.form.querySelector(selector));
    const words = line?.querySelector("[data-draft-text]");
    if (words) words.textContent = text;
    if (line) line.hidden = false;
  }

  /** @param {string} selector */
  hide(selector) {
    const line = /** @type {HTMLElement | null} */ (this.form.querySelector(selector));
    if (line) line.hidden = true;
  }
}

/**
 * Who keeps the draft of a form.
 * @param {HTMLFormElement | null} form
 */
export function keeperOf(form) {
  return form ? keepers.get(form) : undefined;
}

onArrival((root) => {
  const inside = [...root.querySelectorAll("form[data-draft-save]")];
  if (root instanceof HTMLElement && root.matches("form[data-draft-save]")) inside.push(root);
  inside.forEach((form) => {
    if (!(form instanceof HTMLFormElement) || keepers.has(form)) return;
    const keeper = new Keeper(form);
    keepers.set(form, keeper);
    // What came back from the server with an error is kept, too.
    if ("draftUnsaved" in form.dataset) keeper.touch();
  });
});

/** @param {Event} event */
const keeperAt = (event) => keeperOf(/** @type {HTMLFormElement | null} */ (near(event, "form[data-draft-save]")));

for (const name of ["input", "change", "written"]) {
  document.addEventListener(name, (event) => {
    if (!(event.target instanceof HTMLInputElement && event.target.type === "file")) keeperAt(event)?.touch();
  });
}
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => keeperAt(event)?.touch());
}
document.addEventListener("focusout", (event) => keeperAt(event)?.save());

/** @param {(keeper: Keeper) => void} work */
function everywhere(work) {
  document.querySelectorAll("form[data-draft-save]").forEach((form) => {
    const keeper = keeperOf(/** @type {HTMLFormElement} */ (form));
    if (keeper) work(keeper);
  });
}
document.addEventListener("visibilitychange", () => document.hidden && everywhere((keeper) => keeper.save({ leaving: true })));
window.addEventListener("pagehide", () => everywhere((keeper) => keeper.save({ leaving: true })));

// What is still on its way to the server gets there before the mail: a draft saved after it would come back as a ghost.
document.addEventListener(
  "submit",
  (event) => {
    const keeper = keeperAt(event);
    if (!keeper) return;
    clearTimeout(keeper.timer);
    keeper.dirty = false;
    if (!keeper.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = /** @type {SubmitEvent} */ (event);
    keeper.last.then(() => keeper.form.isConnected && submitAgain(keeper.form, submitter));
  },
  { capture: true },
);

/**
 * Submits a form as it was going to be; htmx knows the button that was clicked only by its click.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
export function submitAgain(form, submitter) {
  if (submitter) submitter.click();
  else form.requestSubmit();
}

// Nothing is saved any more behind what is thrown away.
document.addEventListener(
  "click",
  (event) => {
    const button = near(event, "[data-draft-discard]");
    const keeper = keeperAt(event);
    if (!button || !keeper) return;
    clearTimeout(keeper.timer);
    keeper.stopped = true;
    if (!keeper.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keeper.last.then(() => button.click());
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const keeper = keeperAt(event);
  if (keeper && near(event, "[data-draft-mine]")) keeper.save({ force: true });
});
