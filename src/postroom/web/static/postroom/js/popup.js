// @ts-check
// While somebody writes, offers what fits the word behind a trigger such as "::" or "@".

/**
 * A place that is written in: `fields.js` makes one of the rich editor and one of a text area.
 * @typedef {object} Field
 * @property {HTMLElement} element what has the focus while somebody writes
 * @property {() => string} before the text of the line before the caret
 * @property {() => { left: number, top: number, bottom: number }} caret where the caret stands in the window
 * @property {(length: number, item: Item) => void} replace puts an item in place of so many characters before the caret
 * @property {(text: string) => void} type writes at the caret
 * @property {(listener: () => void) => void} onChange
 */

/**
 * What the server offers: `{"items": [...]}`.
 * @typedef {object} Item
 * @property {string | number} id
 * @property {string} title
 * @property {string} [note]
 * @property {string} [html] what the rich editor takes
 * @property {string} [text] what a text area takes
 */

/**
 * @typedef {object} Options
 * @property {string} trigger what opens the list
 * @property {string} source address that answers `?q=<what was typed behind the trigger>`
 * @property {string} label what the list is called for screen readers
 * @property {string} [none] said where nothing fits
 * @property {(item: Item, field: Field, length: number) => void} [choose] what a choice does, instead of `replace`
 */

const LONGEST = 40;
/** How long typing has to rest before the server is asked, in milliseconds. */
const REST = 120;
let count = 0;

/**
 * Lets `field` offer what `options.source` knows.
 * @param {Field} field
 * @param {Options} options
 */
export function popup(field, options) {
  const list = new List(field, options.label, (item) => {
    const length = typed(field, options.trigger)?.length ?? 0;
    list.close();
    if (options.choose) options.choose(item, field, length + options.trigger.length);
    else field.replace(length + options.trigger.length, item);
  });
  let timer = 0;
  /**
   * What the list was closed on: it stays closed until something else is typed.
   * @type {string | undefined}
   */
  let refused;
  /** @type {AbortController | undefined} */
  let asking;

  const look = () => {
    const word = document.activeElement === field.element ? typed(field, options.trigger) : undefined;
    clearTimeout(timer);
    if (word === undefined || word === refused) {
      asking?.abort();
      if (word === undefined) refused = undefined;
      list.close();
      return;
    }
    refused = undefined;
    timer = window.setTimeout(() => ask(word), REST);
  };

  /** @param {string} word */
  const ask = async (word) => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(options.source, location.href);
    address.searchParams.set("q", word);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || typed(field, options.trigger) !== word) return;
      list.show((await answer.json()).items, options.none ?? "");
    } catch (error) {
      if (!(error instanceof DOMException)) list.close();
    }
  };

  field.onChange(look);
  field.element.addEventListener("blur", () => list.close());
  field.element.addEventListener(
    "keydown",
    (event) => {
      if (!list.open || !list.press(event.key)) return;
      if (event.key === "Escape") refused = typed(field, options.trigger);
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

/**
 * What stands between the trigger and the caret; a trigger inside a word, as in "std::vector", is none.
 * @param {Field} field
 * @param {string} trigger
 * @returns {string | undefined}
 */
function typed(field, trigger) {
  const before = field.before();
  const at = before.lastIndexOf(trigger);
  if (at < 0 || /[\p{L}\p{N}:]$/u.test(before.slice(0, at))) return undefined;
  const word = before.slice(at + trigger.length);
  return word.length <= LONGEST && !/^\s|\n|\s{2}/.test(word) ? word : undefined;
}

/** The list below the caret; the focus stays where somebody writes. */
class List {
  /**
   * @param {Field} field
   * @param {string} label
   * @param {(item: Item) => void} choose
   */
  constructor(field, label, choose) {
    this.field = field;
    this.choose = choose;
    /** @type {Item[]} */
    this.items = [];
    this.at = 0;
    this.element = document.createElement("div");
    this.element.className = "popup";
    this.element.id = `popup-${(count += 1)}`;
    this.element.setAttribute("role", "listbox");
    this.element.setAttribute("aria-label", label);
    this.element.hidden = true;
    this.element.addEventListener("mousedown", (event) => {
      event.preventDefault(); // or the focus would leave the text
      const option = event.target instanceof Element ? event.target.closest("[data-index]") : null;
      if (option instanceof HTMLElement) this.choose(this.items[Number(option.dataset.index)]);
    });
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {Item[]} items
   * @param {string} none
   */
  show(items, none) {
    this.items = items;
    this.at = 0;
    if (!items.length && !none) {
      this.close();
      return;
    }
    // In an open dialog nothing outside of it can be seen; outside of the landmarks screen readers do not look.
    (this.field.element.closest("dialog, main") ?? document.body).append(this.element);
    this.element.replaceChildren(...items.map((item, index) => this.option(item, index)));
    if (!items.length) this.element.append(element("p", "popup__none", none));
    this.element.hidden = false;
    this.place();
    this.mark();
  }

  close() {
    if (!this.open) return;
    this.element.hidden = true;
    this.element.remove();
    if (this.field.element.role === "combobox") this.field.element.ariaExpanded = "false";
    ["aria-controls", "aria-activedescendant"].forEach((name) => this.field.element.removeAttribute(name));
  }

  /**
   * Whether the key was for the list.
   * @param {string} key
   */
  press(key) {
    if (key === "Escape") this.close();
    else if (!this.items.length) return false;
    else if (key === "ArrowDown" || key === "ArrowUp") {
      this.at = (this.at + (key === "ArrowDown" ? 1 : -1) + this.items.length) % this.items.length;
      this.mark();
    } else if (key === "Enter" || key === "Tab") this.choose(this.items[this.at]);
    else return false;
    return true;
  }

  /**
   * @param {Item} item
   * @param {number} index
   */
  option(item, index) {
    const option = element("div", "popup__option", "");
    option.setAttribute("role", "option");
    option.id = `${this.element.id}-${index}`;
    option.dataset.index = String(index);
    option.append(element("span", "popup__title", item.title));
    if (item.note) option.append(element("span", "popup__note", item.note));
    return option;
  }

  mark() {
    const options = [...this.element.querySelectorAll("[role=option]")];
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    options[this.at]?.scrollIntoView({ block: "nearest" });
    this.field.element.setAttribute("aria-controls", this.element.id);
    if (this.field.element.role === "combobox") this.field.element.ariaExpanded = "true";
    if (options.length) this.field.element.setAttribute("aria-activedescendant", options[this.at].id);
  }

  /** Below the caret, or above it where there is no room. */
  place() {
    const { left, top, bottom } = this.field.caret();
    const box = this.element.getBoundingClientRect();
    const above = bottom + box.height > window.innerHeight && top > box.height;
    this.element.style.insetInlineStart = "auto";
    this.element.style.left = `${Math.max(8, Math.min(left, window.innerWidth - box.width - 8))}px`;
    this.element.style.top = `${above ? top - box.height - 4 : bottom + 4}px`;
  }
}

/**
 * @param {string} tag
 * @param {string} name
 * @param {string} text
 */
function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  if (text) made.dir = "auto";
  return made;
}
