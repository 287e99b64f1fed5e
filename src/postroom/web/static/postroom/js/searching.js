// @ts-check
// From the search field the arrow leads down into the results, where the keys of every list hold.
import { near } from "./dom.js";

document.addEventListener("keydown", (event) => {
  const field = near(event, "[data-results]");
  if (!field || event.key !== "ArrowDown") return;
  const first = document.querySelector(`${field.dataset.results} .row-link`);
  if (!(first instanceof HTMLElement)) return;
  first.focus();
  event.preventDefault();
});
