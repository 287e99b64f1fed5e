// @ts-check
// The list looks for news of itself. What is ticked stays ticked, and a server that does not answer for a moment is no
// reason to shout: the next look comes soon.
import "./poll.js";

/** What was ticked when the news came. @type {Set<string>} */
let ticked = new Set();

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!(event.target instanceof Element) || event.target.id !== "rows") return;
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (event.target.querySelectorAll("[data-row-select]:checked"));
  ticked = new Set([...boxes].map((box) => box.id));
});

document.addEventListener("htmx:afterSwap", () => {
  ticked.forEach((id) => {
    const box = document.getElementById(id);
    if (box instanceof HTMLInputElement) box.checked = true;
  });
  ticked = new Set();
});
