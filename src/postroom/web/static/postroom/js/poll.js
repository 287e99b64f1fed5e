// @ts-check
// Parts marked data-poll ask for news by themselves: nobody is told when that fails, and a sign-in page that comes
// instead of the part is shown as what it is.

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target instanceof Element && event.target.matches("[data-poll]")) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = /** @type {CustomEvent} */ (event).detail;
  if (!(event.target instanceof Element) || !event.target.matches("[data-poll]")) return;
  if (!detail.serverResponse.includes("<html")) return;
  detail.shouldSwap = false;
  location.reload();
});
