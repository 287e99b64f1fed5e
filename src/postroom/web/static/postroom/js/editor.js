// @ts-check
import * as prose from "../../django_prose_editor/editor.js";
import { EXTENSIONS } from "./mail_schema.js";
import { withoutStyles } from "./pasting.js";

/** How long typing rests before what is written goes to the fields of the form, in milliseconds. */
const REST = 250;

/**
 * Turns the text area of `place` into a rich text editor; what is written goes to both of its fields, as text and HTML.
 * @param {HTMLElement} place
 * @returns {any} the editor
 */
export function edit(place) {
  const area = place.querySelector("[data-rich]");
  const value = place.querySelector("[data-rich-value]");
  if (!(area instanceof HTMLTextAreaElement) || !(value instanceof HTMLInputElement)) return undefined;
  const writing = document.activeElement === area;
  const begun = writing || (!value.value && area.value !== area.defaultValue);
  const blanks = begun ? (/[ ]+$/.exec(area.value)?.[0] ?? "") : "";
  const caret = area.value && area.value.length === area.selectionStart ? area.value.split("\n").length : 0;
  const paper = document.createElement("div");
  paper.className = "editor__paper";
  area.before(paper);
  const editor = new prose.Editor({
    element: paper,
    injectCSS: false, // the policy refuses style elements; css/tickets.css has the rules
    extensions: EXTENSIONS,
    content: value.value || beginning(place, area),
    editorProps: {
      attributes: { "aria-label": place.dataset.label ?? "", "aria-multiline": "true", role: "textbox", dir: "auto" },
      transformPastedHTML: withoutStyles,
    },
  });
  area.hidden = true;
  if (begun) takeOver(editor, caret, blanks);
  if (writing) editor.view.focus();
  keep(editor, area, value);
  tools(place, editor);
  return editor;
}

/**
 * Takes the editor away again; its text area shows `text`.
 * @param {HTMLElement} place
 * @param {any} editor
 * @param {string} text
 */
export function unedit(place, editor, text) {
  const area = /** @type {HTMLTextAreaElement} */ (place.querySelector("[data-rich]"));
  editor.destroy();
  place.querySelector(".editor__paper")?.remove();
  const value = place.querySelector("[data-rich-value]");
  if (value instanceof HTMLInputElement) value.value = "";
  area.hidden = false;
  area.value = text;
}

/**
 * What stands in the editor at first: what was typed already or given, and below it signature and quote.
 * @param {HTMLElement} place
 * @param {HTMLTextAreaElement} area
 */
function beginning(place, area) {
  const given = area.value === area.defaultValue ? template(place, "[data-rich-initial]") : "";
  return (given || paragraphs(area.value)) + template(place, "[data-rich-below]");
}

/** @param {HTMLElement} place @param {string} selector */
function template(place, selector) {
  const found = place.querySelector(selector);
  return found instanceof HTMLTemplateElement ? found.innerHTML.trim() : "";
}

/**
 * Plain text as the paragraphs of the editor.
 * @param {string} text
 */
function paragraphs(text) {
  const made = text.split("\n").map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  return made.map((line) => line.outerHTML).join("");
}

/**
 * Puts the caret where somebody was typing already. (The editor's own way to the focus takes a moment, in which keys are lost.)
 * @param {any} editor
 * @param {number} lines behind which of the first lines to go on; 0: at the start
 * @param {string} blanks at the end of the last line, which are no part of HTML
 */
function takeOver(editor, lines, blanks) {
  let end = 0;
  for (let line = 0; line < Math.min(lines, editor.state.doc.childCount); line += 1) end += editor.state.doc.child(line).nodeSize;
  editor.commands.setTextSelection(Math.max(end - 1, 0));
  if (lines && blanks) editor.view.dispatch(editor.state.tr.insertText(blanks));
}

/**
 * Writes into the form's fields, now, when typing rests and when they are needed.
 * @param {any} editor
 * @param {HTMLTextAreaElement} area
 * @param {HTMLInputElement} value
 */
function keep(editor, area, value) {
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    if (editor.isDestroyed) return;
    area.value = editor.getText({ blockSeparator: "\n" });
    value.value = editor.isEmpty ? "" : editor.getHTML();
  };
  const whole = area.form?.elements.namedItem("whole");
  if (whole instanceof HTMLInputElement) whole.value = "1";
  write();
  editor.on("update", () => {
    clearTimeout(timer);
    timer = window.setTimeout(write, REST);
    area.dispatchEvent(new CustomEvent("written", { bubbles: true }));
  });
  area.form?.addEventListener("submit", write, { capture: true });
  area.addEventListener("write", write);
}

/**
 * @param {HTMLElement} place
 * @param {any} editor
 */
function tools(place, editor) {
  const bar = place.querySelector("[data-editor-bar]");
  if (!(bar instanceof HTMLElement)) return;
  const buttons = /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll("[data-command]")]);
  buttons.forEach((button) => {
    button.hidden = false;
    button.onclick = () => editor.chain().focus()[button.dataset.command ?? ""]().run();
  });
  editor.on("transaction", () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.mark))));
  });
}
