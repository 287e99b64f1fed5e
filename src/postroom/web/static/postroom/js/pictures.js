// @ts-check
// Pictures of a ticket open above it; the arrows lead to the one before and the next. Without scripts they are links.
import { near } from "./dom.js";
import { show } from "./dialog.js";

const PICTURE = "a[data-picture]";
/** Address of the picture that is shown: its link may give way to a newer one meanwhile. */
let shown = "";

document.addEventListener("click", (event) => {
  const link = near(event, PICTURE);
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!(link instanceof HTMLAnchorElement) || !plain || !document.getElementById("picture")) return;
  event.preventDefault();
  open(link);
  show("picture");
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const dialog = document.querySelector("#picture[open]");
  if (!by || !dialog) return;
  const all = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(PICTURE)]);
  const next = all[(all.findIndex((link) => link.href === shown) + by + all.length) % all.length];
  if (next) open(next);
  event.preventDefault();
});

/** @param {HTMLAnchorElement} link */
function open(link) {
  const dialog = document.getElementById("picture");
  const image = dialog?.querySelector("img");
  const title = dialog?.querySelector("h2");
  const save = dialog?.querySelector("a[download]");
  const name = link.dataset.picture ?? "";
  shown = link.href;
  if (image) Object.assign(image, { src: link.href, alt: name });
  if (title) title.textContent = name;
  if (save instanceof HTMLAnchorElement) Object.assign(save, { href: link.href, download: name });
}
