// @ts-check
import { onArrival } from "./dom.js";

// The HTML of a mail stands in a sandboxed frame without scripts; only from here can it get its height.

/** @param {HTMLIFrameElement} frame */
function fit(frame) {
  const page = frame.contentDocument;
  if (!page?.body || page.URL === "about:blank") return;
  const measure = () => {
    const height = Math.ceil(page.documentElement.getBoundingClientRect().height);
    if (height) frame.style.blockSize = `${height}px`;
  };
  measure();
  new ResizeObserver(measure).observe(page.documentElement);
}

onArrival((root) => {
  root.querySelectorAll("iframe[data-fit]").forEach((element) => {
    const frame = /** @type {HTMLIFrameElement} */ (element);
    if (frame.dataset.fitted) return;
    frame.dataset.fitted = "1";
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  });
});
