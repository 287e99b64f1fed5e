// @ts-check
// Another sender or group, another signature. It takes the place of the one before; Ctrl-Z brings that back.
import { near } from "./dom.js";
import { editorOf } from "./writing.js";

document.addEventListener("change", async (event) => {
  const chooser = near(event, "[data-signature]");
  if (!(chooser instanceof HTMLSelectElement || chooser instanceof HTMLInputElement)) return;
  const form = /** @type {HTMLFormElement} */ (chooser.form);
  const place = form.querySelector("[data-editor]");
  const signature = await fetched(form, chooser);
  const editor = editorOf(place);
  if (editor) intoEditor(editor, signature.rich);
  else intoText(/** @type {HTMLTextAreaElement} */ (place?.querySelector("[data-rich]")), signature.text);
});

/**
 * The signature as it was given last, to be found again in plain text.
 * @type {WeakMap<HTMLFormElement, string>}
 */
const given = new WeakMap();

/**
 * @param {HTMLFormElement} form
 * @param {HTMLSelectElement | HTMLInputElement} chooser
 * @returns {Promise<{ rich: string, text: string }>}
 */
async function fetched(form, chooser) {
  const wanted = form.querySelector("[data-signature-when]");
  if (wanted && !form.querySelector("[data-signature-when] input[value=mail]:checked")) return { rich: "", text: "" };
  const named = form.querySelector("select[data-signature]");
  const address = new URL(form.dataset.signatureSource ?? "", location.href);
  const select = named instanceof HTMLSelectElement ? named : chooser;
  address.searchParams.set(select.name, select.value);
  const answer = await fetch(address);
  return answer.ok ? answer.json() : { rich: "", text: "" };
}

/**
 * @param {any} editor
 * @param {string} html
 */
function intoEditor(editor, html) {
  /** @type {{ from: number, to: number } | undefined} */
  let old;
  let end = editor.state.doc.content.size;
  editor.state.doc.forEach((/** @type {any} */ node, /** @type {number} */ at) => {
    const kind = node.attrs.kept?.["data-mail"] ?? "";
    if (!old && kind.includes("signature")) old = { from: at, to: at + node.nodeSize };
    if (kind.includes("attribution") || kind.includes("quote") || kind.includes("forward")) end = Math.min(end, at);
  });
  const place = old ?? { from: end, to: end };
  if (html) editor.commands.insertContentAt(place, html, { updateSelection: false, parseOptions: { preserveWhitespace: false } });
  else if (old) editor.commands.deleteRange(old);
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
function intoText(area, text) {
  const form = /** @type {HTMLFormElement} */ (area.form);
  const before = given.get(form) ?? form.dataset.signatureText ?? "";
  const at = before ? area.value.indexOf(before) : -1;
  if (at >= 0) area.setRangeText(text, at, at + before.length, "preserve");
  else if (text) area.setRangeText(`\n\n${text}`, area.value.length, area.value.length, "preserve");
  given.set(form, text);
  const whole = form.elements.namedItem("whole");
  if (whole instanceof HTMLInputElement) whole.value = "1";
}
