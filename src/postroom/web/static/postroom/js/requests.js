// @ts-check
import { toast } from "./toast.js";

const FORBIDDEN = 403;
const GONE = [404, 410];

/**
 * A sentence of the page, in the user's language.
 * @param {"offline" | "failed" | "forbidden" | "gone"} name
 */
function sentence(name) {
  return document.getElementById("toasts")?.dataset[name] ?? "";
}

// A page that was asked for and refused says so itself, in full; what is being written on a page never gives way to an error.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = /** @type {CustomEvent} */ (event).detail;
  if (!detail.isError || !detail.boosted || detail.requestConfig.verb !== "get") return;
  if (!detail.serverResponse.includes("<body")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:responseError", (event) => {
  const status = /** @type {CustomEvent} */ (event).detail.xhr.status;
  toast(sentence(status === FORBIDDEN ? "forbidden" : GONE.includes(status) ? "gone" : "failed"), "error");
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast(sentence("offline"), "error"));
}

// After a boosted page the focus would be on nothing: begin where a full load would, at the top of the new page.
document.addEventListener("htmx:afterSettle", (event) => {
  const { target, boosted } = /** @type {CustomEvent} */ (event).detail;
  if (target !== document.body || boosted === false) return;
  const start = document.querySelector("[autofocus]") ?? document.getElementById("main");
  if (start instanceof HTMLElement) start.focus({ preventScroll: start.id === "main" });
});

// A piece that has asked for news and needs no more may want its page to say something else now.
document.addEventListener("loadAnew", () => location.reload());
