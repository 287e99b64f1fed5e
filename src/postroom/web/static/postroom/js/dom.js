// @ts-check

/**
 * The nearest element of an event's target that matches.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function near(event, selector) {
  const target = event.target;
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(selector)) : null;
}

/**
 * Whether somebody is writing there, so that letters are letters and not commands.
 * @param {EventTarget | null} target
 * @returns {boolean}
 */
export function isWriting(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

/**
 * Runs `work` for what is on the page now and for everything that arrives later.
 * @param {(root: ParentNode) => void} work
 */
export function onArrival(work) {
  work(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target instanceof Element) work(event.target);
  });
}
