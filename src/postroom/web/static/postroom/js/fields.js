// @ts-check
// The two places that mail is written in, as `popup.js` and the composer want them: the rich editor and a text area.

/** @typedef {import("./popup.js").Field} Field */

/**
 * @param {any} editor
 * @returns {Field}
 */
export function richField(editor) {
  return {
    element: editor.view.dom,
    before: () => {
      const { $from, empty } = editor.state.selection;
      return empty ? $from.parent.textBetween(0, $from.parentOffset, "\n", " ") : "";
    },
    caret: () => editor.view.coordsAtPos(editor.state.selection.from),
    replace: (length, item) => {
      const to = editor.state.selection.from;
      editor
        .chain()
        .focus()
        .insertContentAt({ from: to - length, to }, item.html ?? item.title, { parseOptions: { preserveWhitespace: false } })
        .run();
    },
    type: (text) => editor.chain().focus().insertContent(text).run(),
    onChange: (listener) => editor.on("transaction", listener),
  };
}

/**
 * @param {HTMLTextAreaElement} area
 * @returns {Field}
 */
export function plainField(area) {
  const put = (/** @type {number} */ length, /** @type {string} */ text) => {
    area.setRangeText(text, area.selectionStart - length, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  return {
    element: area,
    before: () => (area.selectionStart === area.selectionEnd ? (area.value.slice(0, area.selectionStart).split("\n").pop() ?? "") : ""),
    // A text area does not say where its caret stands.
    caret: () => {
      const box = area.getBoundingClientRect();
      return { left: box.left + 16, top: box.top, bottom: Math.min(box.bottom, box.top + 40) };
    },
    replace: (length, item) => put(length, item.text ?? item.title),
    type: (text) => put(0, text),
    onChange: (listener) => ["input", "keyup", "click"].forEach((name) => area.addEventListener(name, listener)),
  };
}
