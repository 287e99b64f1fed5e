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

/**
 * Says why nothing came of a request.
 * @param {number} status of the answer; 0 where there was none
 */
export function tellFailure(status) {
  const why = status === FORBIDDEN ? "forbidden" : GONE.includes(status) ? "gone" : status ? "failed" : "offline";
  toast(sentence(why), "error");
}

document.addEventListener("htmx:responseError", (event) => tellFailure(event.detail.xhr.status));

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => tellFailure(0));
}

// A piece that has asked for news and needs no more may want its page to say something else now.
document.addEventListener("loadAnew", () => location.reload());
