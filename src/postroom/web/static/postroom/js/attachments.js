// @ts-check
// Files of what is being written: chosen, dropped or pasted, they go to the server at once and stay with the draft.
import { near } from "./dom.js";
import { keeperOf } from "./drafts.js";
import { toast } from "./toast.js";
import { editorOf } from "./writing.js";

document.addEventListener("change", (event) => take(near(event, "form[data-files-add] input[type=file]")));

// What was chosen before this module had arrived; a form that is being sent has them with it.
document.querySelectorAll("form[data-files-add]:not(.htmx-request) input[type=file]").forEach(take);

for (const name of ["dragover", "drop"]) {
  document.addEventListener(
    name,
    (event) => {
      const { dataTransfer } = /** @type {DragEvent} */ (event);
      const form = near(event, "form[data-files-add]");
      if (!form || !dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      form.classList.toggle("composer--over", name === "dragover");
      if (name === "drop") addAll(/** @type {HTMLFormElement} */ (form), [...dataTransfer.files]);
    },
    { capture: true },
  );
}
document.addEventListener("dragleave", (event) => near(event, "form[data-files-add]")?.classList.remove("composer--over"));

// Word and Excel put a picture of the text beside the text: then the text is meant.
document.addEventListener(
  "paste",
  (event) => {
    const { clipboardData } = /** @type {ClipboardEvent} */ (event);
    const form = near(event, "form[data-files-add]");
    if (!form || !clipboardData?.files.length || clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    event.stopPropagation();
    const editor = editorOf(near(event, "[data-editor]"));
    [...clipboardData.files].forEach((file) => {
      if (editor && file.type.startsWith("image/")) addPicture(/** @type {HTMLFormElement} */ (form), file, editor);
      else addAll(/** @type {HTMLFormElement} */ (form), [file]);
    });
  },
  { capture: true },
);

document.addEventListener("click", async (event) => {
  const button = near(event, "[data-file-remove]");
  const form = /** @type {HTMLFormElement | null} */ (near(event, "form[data-files-add]"));
  if (!button || !form) return;
  const list = /** @type {HTMLElement | null} */ (form.querySelector("[data-files]"));
  const answer = await fetch(button.dataset.fileRemove ?? "", { method: "POST", body: token(form) });
  if (!answer.ok && answer.status !== 404) return;
  const line = button.closest("li");
  const other = (line?.nextElementSibling ?? line?.previousElementSibling)?.querySelector("[data-file-remove]");
  line?.remove();
  if (list && !list.children.length) list.hidden = true;
  /** @type {HTMLElement | null} */ (other ?? form.querySelector("input[type=file]"))?.focus();
});

/** @param {Element | null} input */
function take(input) {
  if (!(input instanceof HTMLInputElement) || !input.files?.length) return;
  addAll(/** @type {HTMLFormElement} */ (input.form), [...input.files]);
  input.value = "";
}

/**
 * @param {HTMLFormElement} form
 * @param {File[]} files
 */
function addAll(form, files) {
  files.forEach((file) => {
    const line = begin(form, file);
    upload(form, file, false, (part) => progress(line, part)).then(
      (kept) => finish(line, kept),
      (/** @type {Error} */ error) => {
        line.remove();
        toast(error.message || form.dataset.filesFailed || "", "error");
      },
    );
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {File} file
 * @param {any} editor
 */
function addPicture(form, file, editor) {
  upload(form, file, true, () => {}).then(
    ({ url, cid, filename }) =>
      editor.chain().focus().insertContent({ type: "picture", attrs: { src: url, "data-cid": cid, kept: { alt: filename } } }).run(),
    (/** @type {Error} */ error) => toast(error.message || form.dataset.filesFailed || "", "error"),
  );
}

/**
 * Sends a file after everything the draft has sent before, so that both speak of the same draft.
 * @param {HTMLFormElement} form
 * @param {File} file
 * @param {boolean} inline
 * @param {(part: number) => void} onProgress
 * @returns {Promise<any>}
 */
function upload(form, file, inline, onProgress) {
  const keeper = keeperOf(form);
  const work = async () => {
    const body = token(form);
    ["ticket", "kind", "article"].forEach((name) => body.set(name, named(form, name)));
    body.set("file", file, file.name || "image.png");
    if (inline) body.set("inline", "1");
    const kept = await post(form.dataset.filesAdd ?? "", body, onProgress);
    if (keeper) keeper.version = Math.max(keeper.version, kept.version);
    return kept;
  };
  return keeper ? keeper.inOrder(work) : work();
}

/**
 * fetch says nothing about how far it is.
 * @param {string} address
 * @param {FormData} body
 * @param {(part: number) => void} onProgress
 * @returns {Promise<any>}
 */
function post(address, body, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(request.response?.text ?? "")));
    request.onerror = () => reject(new Error(""));
    request.send(body);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {File} file
 */
function begin(form, file) {
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-files]"));
  const template = /** @type {HTMLTemplateElement} */ (form.querySelector("template[data-file-line]"));
  const line = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  /** @type {HTMLElement} */ (line.querySelector("[data-file-name]")).textContent = file.name;
  list.append(line);
  list.hidden = false;
  return line;
}

/** @param {HTMLElement} line @param {number} part */
function progress(line, part) {
  /** @type {HTMLProgressElement} */ (line.querySelector("progress")).value = part;
}

/** @param {HTMLElement} line @param {any} kept */
function finish(line, kept) {
  line.querySelector("progress")?.remove();
  /** @type {HTMLElement} */ (line.querySelector("[data-file-size]")).textContent = kept.size;
  const button = /** @type {HTMLElement} */ (line.querySelector("[data-file-remove]"));
  button.dataset.fileRemove = kept.remove;
  button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${kept.filename}`);
  button.hidden = false;
}

/** @param {HTMLFormElement} form */
function token(form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", named(form, "csrfmiddlewaretoken"));
  return body;
}

/** @param {HTMLFormElement} form @param {string} name */
function named(form, name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field.value : "";
}
