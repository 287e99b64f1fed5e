// @ts-check
// Brings a part of the page to a new state without replacing what stays: focus, scroll, what is ticked, typed or unfolded,
// and frames that are loaded.

/**
 * Makes `old` look like `fresh`. Elements are the same where id or data-ticket say so, else by their place.
 * @param {Element} old
 * @param {Element} fresh
 */
export function morph(old, fresh) {
  const focused = document.activeElement;
  blend(old, fresh);
  if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function blend(old, fresh) {
  if (old.hasAttribute("data-live-keep") || old.isEqualNode(fresh)) return;
  // What a form was made with belongs to what is being changed in it: the server compares both.
  if (old instanceof HTMLInputElement && old.type === "hidden" && old.form && touched(old.form.elements)) return;
  const select = old instanceof HTMLSelectElement ? old : null;
  const chosen = select && changed(select) ? select.value : null;
  attributes(old, fresh);
  if (old instanceof HTMLTextAreaElement) {
    if (old.value === old.defaultValue) old.value = fresh.textContent ?? "";
    old.defaultValue = fresh.textContent ?? "";
  } else if (!(old instanceof HTMLIFrameElement)) children(old, fresh);
  if (select) settle(select, chosen);
}

/**
 * What scripts and people did to an element (style, data, unfolding) stays; the server sends no styles.
 * @param {Element} old
 * @param {Element} fresh
 */
function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (!/^(style|hx-swap-oob)$/.test(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !/^(style|open|data-.*)$/.test(name)) old.removeAttribute(name);
  }
}

/**
 * @param {Element} old
 * @param {Element} fresh
 */
function children(old, fresh) {
  const wanted = [...fresh.childNodes];
  const keys = new Set(wanted.map(key).filter(Boolean));
  [...old.childNodes].forEach((node) => key(node) && !keys.has(key(node)) && node.remove());
  const known = new Map([...old.childNodes].filter(key).map((node) => [key(node), node]));
  /** @type {ChildNode | null} */
  let here = old.firstChild;
  for (const node of wanted) {
    const found = known.get(key(node)) ?? (here && alike(here, node) ? here : null);
    if (!found) {
      old.insertBefore(document.importNode(node, true), here);
      continue;
    }
    if (found !== here) old.insertBefore(found, here);
    else here = here.nextSibling;
    if (found instanceof Element && node instanceof Element) blend(found, node);
    else if (found.nodeValue !== node.nodeValue) found.nodeValue = node.nodeValue;
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

/**
 * @param {Node} node
 * @returns {string}
 */
function key(node) {
  if (!(node instanceof Element)) return "";
  return node.id || (node instanceof HTMLElement && node.dataset.ticket ? `ticket ${node.dataset.ticket}` : "");
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function alike(one, other) {
  return one.nodeName === other.nodeName && !key(one) && !key(other);
}

/**
 * Whether somebody has begun to change one of the fields.
 * @param {Iterable<Element>} fields
 */
export function touched(fields) {
  return [...fields].some((field) => {
    if (field instanceof HTMLSelectElement) return changed(field);
    if (field instanceof HTMLInputElement) return field.type !== "hidden" && (field.value !== field.defaultValue || field.checked !== field.defaultChecked);
    return field instanceof HTMLTextAreaElement && field.value !== field.defaultValue;
  });
}

/**
 * Puts back what stood in a field before somebody changed it.
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
export function untouch(field) {
  if (field instanceof HTMLSelectElement) settle(field, usual(field)?.value ?? null);
  else field.value = field.defaultValue;
}

/**
 * Takes what stands in a field for what stood there from the beginning.
 * @param {HTMLInputElement | HTMLSelectElement} field
 */
export function adopt(field) {
  if (field instanceof HTMLSelectElement) [...field.options].forEach((option) => (option.defaultSelected = option.selected));
  else field.defaultValue = field.value;
}

/** @param {HTMLSelectElement} select */
function changed(select) {
  const option = usual(select);
  return option !== undefined && !option.selected;
}

/** @param {HTMLSelectElement} select */
function usual(select) {
  return [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
}

/**
 * What somebody chose stays chosen; else what the server says now. A new default would take the place of a choice.
 * @param {HTMLSelectElement} select
 * @param {string | null} chosen
 */
function settle(select, chosen) {
  const preset = [...select.options].find((option) => option.defaultSelected);
  if (chosen !== null) select.value = chosen;
  else if (preset) preset.selected = true;
}
