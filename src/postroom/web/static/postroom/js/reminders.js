// @ts-check
// Before a mail leaves that speaks of a file and has none, somebody asks.
import { ask } from "./confirm.js";
import { near } from "./dom.js";
import { keeperOf, submitAgain } from "./drafts.js";
import { editorOf } from "./writing.js";

/**
 * Forms whose sender said that no file is needed.
 * @type {WeakSet<HTMLFormElement>}
 */
const answered = new WeakSet();

document.addEventListener(
  "submit",
  (event) => {
    const form = near(event, "form[data-forgotten]");
    const { submitter } = /** @type {SubmitEvent} */ (event);
    if (!(form instanceof HTMLFormElement) || answered.has(form) || submitter?.hasAttribute("formaction")) return;
    if (isCall(form) || hasFiles(form) || !speaksOfFile(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keeperOf(form)?.touch();
    ask(form.dataset.forgotten ?? "", form.dataset.forgottenYes).then((yes) => {
      if (!yes || !form.isConnected) return;
      answered.add(form);
      submitAgain(form, submitter);
    });
  },
  { capture: true },
);

/**
 * What a customer said on the phone goes nowhere.
 * @param {HTMLFormElement} form
 */
function isCall(form) {
  return form.querySelector("[data-signature-when] input[value=phone]:checked") !== null;
}

/** @param {HTMLFormElement} form */
function hasFiles(form) {
  const input = form.querySelector("input[type=file]");
  if (input instanceof HTMLInputElement && input.files?.length) return true;
  return "carries" in form.dataset || form.querySelector("[data-files] > *") !== null;
}

/** @param {HTMLFormElement} form */
function speaksOfFile(form) {
  const words = (form.dataset.forgottenWords ?? "").split(" ").filter(Boolean);
  const text = ownWords(form).toLowerCase();
  return words.some((word) => new RegExp(`(?<!\\p{L})${word}`, "u").test(text));
}

/**
 * What was written here, without signature and quote.
 * @param {HTMLFormElement} form
 */
function ownWords(form) {
  const place = form.querySelector("[data-editor]");
  const editor = editorOf(place);
  if (!editor) {
    const area = /** @type {HTMLTextAreaElement | null} */ (place?.querySelector("[data-rich]") ?? null);
    return (area?.value ?? "").replace(/^>.*$/gm, "");
  }
  /** @type {string[]} */
  const texts = [];
  editor.state.doc.forEach((/** @type {any} */ node) => {
    if (!["blockquote", "part"].includes(node.type.name) && !node.attrs.kept?.["data-mail"]) texts.push(node.textBetween(0, node.content.size, "\n", " "));
  });
  return texts.join("\n");
}
