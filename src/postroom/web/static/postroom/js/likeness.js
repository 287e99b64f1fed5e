// @ts-check
// Finds on a new page what is like a control of the old one, or like what stood next to it.

/**
 * What tells a control from others: its own mark, those of controls in its row, and in the nearest part that has an id.
 * @typedef {{ own: string, beside: string[], around: string[] }} Marks
 */

const CONTROLS = "button, summary, select, textarea, input:not([type=hidden])";

/**
 * @param {Element} element
 * @returns {Marks}
 */
export function marksOf(element) {
  const [row, part] = [element.closest("tr, li"), element.parentElement?.closest("[id]") ?? null];
  return { own: mark(element), beside: next(element, row), around: next(element, part) };
}

/**
 * The controls of `place` in the order in which one would look for another one: those that follow, then those before.
 * @param {Element} element
 * @param {Element | null} place
 */
function next(element, place) {
  const controls = [...(place?.querySelectorAll(CONTROLS) ?? [])].filter((control) => control !== element);
  const isBehind = (/** @type {Element} */ control) => Boolean(element.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING);
  return [...controls.filter(isBehind), ...controls.filter((control) => !isBehind(control)).reverse()].map(mark);
}

/** @param {Element} element */
function mark(element) {
  const control = /** @type {HTMLInputElement} */ (element);
  const pressed = element.matches("button, [type=checkbox], [type=radio]");
  const words = element.matches("input, select, textarea") ? "" : element.textContent?.trim();
  const parts = [element.getAttribute("href"), control.form?.getAttribute("action"), control.name, pressed && control.value];
  return [element.tagName, ...parts, element.getAttribute("aria-label") ?? words].map((part) => part ?? "").join("\n");
}

/**
 * The first control that bears one of the marks and can be seen.
 * @param {string[]} marks in the order of preference
 * @returns {HTMLElement | null}
 */
export function like(marks) {
  const controls = [...document.querySelectorAll(`main :is(a[href], ${CONTROLS})`)];
  const known = new Map(controls.reverse().map((control) => [mark(control), control]));
  for (const one of marks) {
    const found = shown(known.get(one));
    if (found) return found;
  }
  return null;
}

/**
 * The element, or what unfolds the part that it is in; nothing where neither can be seen.
 * @param {Element | null | undefined} element
 * @returns {HTMLElement | null}
 */
export function shown(element) {
  const seen = element?.checkVisibility() ? element : element?.closest("details:not([open])")?.querySelector("summary");
  return seen instanceof HTMLElement && seen.checkVisibility() ? seen : null;
}
