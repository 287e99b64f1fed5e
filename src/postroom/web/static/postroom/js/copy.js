// @ts-check
import { near } from "./dom.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = near(event, "[data-copy]");
  const source = button && document.getElementById(button.dataset.copy ?? "");
  if (!button || !source) return;
  if (await copied(marked(source))) toast(button.dataset.copied ?? "", "success");
});

/**
 * Mark the text, so that one sees what is copied; of a list, a line each.
 * @param {HTMLElement} source
 * @returns {string}
 */
function marked(source) {
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) {
    source.select();
    return source.value;
  }
  getSelection()?.selectAllChildren(source);
  return [...source.children].map((line) => line.textContent).join("\n");
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copied(text) {
  if (!navigator.clipboard) return document.execCommand("copy"); // plain http on a network: the selection is copied
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
