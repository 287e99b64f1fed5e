// @ts-check
import { near } from "./dom.js";

document.addEventListener("click", (event) => {
  const opener = near(event, "[data-dialog-open]");
  if (opener) show(opener.dataset.dialogOpen ?? "");
  else if (event.target instanceof HTMLDialogElement && outside(event.target, event)) event.target.close();
});

/**
 * Opens the dialog of this id, above everything else.
 * @param {string} id
 * @returns {HTMLDialogElement | null}
 */
export function show(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return null;
  const side = document.getElementById("side");
  if (side?.matches(":popover-open")) side.hidePopover();
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/**
 * A click on the dialog element itself may be on its backdrop or on its own padding.
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  const within = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  return !within && event.clientX > 0;
}
