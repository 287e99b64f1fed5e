// @ts-check
import { near } from "./dom.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = near(event, "[data-copy]");
  const source = button && document.getElementById(button.dataset.copy ?? "");
  if (!button || !(source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement)) return;
  source.select();
  if (await copied(source.value)) toast(button.dataset.copied ?? "", "success");
});

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
