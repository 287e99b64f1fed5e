// @ts-check
import * as prose from "../../django_prose_editor/editor.js";

/**
 * Turns the text area of `place` into a rich text editor; what is written goes to both of its fields, as text and HTML.
 * @param {HTMLElement} place
 */
export function edit(place) {
  const area = place.querySelector("[data-rich]");
  const value = place.querySelector("[data-rich-value]");
  if (!(area instanceof HTMLTextAreaElement) || !(value instanceof HTMLInputElement)) return;
  const writing = document.activeElement === area;
  const caret = area.value.length === area.selectionStart ? "end" : "start";
  const paper = document.createElement("div");
  paper.className = "editor__paper";
  area.before(paper);
  const editor = new prose.Editor({
    element: paper,
    injectCSS: false, // the policy refuses style elements; css/tickets.css has the rules
    extensions: EXTENSIONS,
    content: value.value || paragraphs(area.value),
    // Whoever has begun to type in the plain field goes on behind it.
    editorProps: { attributes: { "aria-label": place.dataset.label ?? "", "aria-multiline": "true", role: "textbox", dir: "auto" } },
  });
  area.hidden = true;
  if (writing) takeOver(editor, caret);
  const write = () => {
    area.value = editor.getText({ blockSeparator: "\n" });
    value.value = editor.isEmpty ? "" : editor.getHTML();
  };
  write();
  editor.on("update", write);
  tools(place, editor);
}

/**
 * Goes on where somebody was typing already; the editor's own way to the focus takes a moment, in which keys are lost.
 * @param {any} editor
 * @param {"start" | "end"} caret
 */
function takeOver(editor, caret) {
  editor.commands.setTextSelection(caret === "end" ? editor.state.doc.content.size : 0);
  editor.view.focus();
}

const EXTENSIONS = [
  prose.Document,
  prose.Paragraph,
  prose.Text,
  prose.HardBreak,
  prose.History,
  prose.Bold,
  prose.Italic,
  prose.Underline,
  prose.BulletList,
  prose.OrderedList,
  prose.ListItem,
  prose.Blockquote,
];

/**
 * @param {HTMLElement} place
 * @param {any} editor
 */
function tools(place, editor) {
  const bar = place.querySelector("[data-editor-bar]");
  if (!(bar instanceof HTMLElement)) return;
  const buttons = /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll("[data-command]")]);
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-command]") : null;
    if (button instanceof HTMLElement) editor.chain().focus()[button.dataset.command ?? ""]().run();
  });
  editor.on("transaction", () => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.mark))));
  });
}

/**
 * Plain text as the paragraphs of the editor.
 * @param {string} text
 */
function paragraphs(text) {
  const lines = text.split("\n").map((line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] }));
  return { type: "doc", content: lines };
}
