// @ts-check
// To, Cc and Bcc offer whom one means by name or address.
import { onArrival } from "./dom.js";
import { popup } from "./popup.js";

/** Stands before what is typed: every beginning of an address opens the list. */
const START = "\u0001";

onArrival((root) => {
  root.querySelectorAll("input[data-addresses]:not([role=combobox])").forEach((element) => {
    const input = /** @type {HTMLInputElement} */ (element);
    const { addresses: source, addressesLabel: label } = input.dataset;
    if (source) popup(addressField(input), { trigger: START, source, label: label ?? "" });
  });
});

/**
 * @param {HTMLInputElement} input
 * @returns {import("./popup.js").Field}
 */
function addressField(input) {
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["autocomplete", "off"]]) input.setAttribute(name, value);
  const one = "addressesOne" in input.dataset;
  const caretAt = () => input.selectionStart ?? input.value.length;
  const word = () => (one ? input.value : (input.value.slice(0, caretAt()).split(/[,;]/).pop() ?? "")).trimStart();
  return {
    element: input,
    before: () => (word().length > 1 ? START + word() : ""),
    caret: () => input.getBoundingClientRect(),
    replace: (length, item) => {
      const end = caretAt();
      input.setRangeText(one ? (item.text ?? "") : `${item.text}, `, end - (length - START.length), end, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
    type: (text) => input.setRangeText(text, caretAt(), caretAt(), "end"),
    onChange: (listener) => {
      input.addEventListener("input", listener);
      if (input.value !== input.defaultValue) listener(); // what was typed before this script arrived
    },
  };
}
