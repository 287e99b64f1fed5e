// @ts-check
// A search field that hides, as one types, every [data-filter-item] whose words do not hold all of those typed.
import { near } from "./dom.js";
import { plain } from "./words.js";

document.addEventListener("input", (event) => {
  const field = near(event, "[data-filter]");
  const place = field instanceof HTMLInputElement && document.querySelector(field.dataset.filter ?? "");
  if (!place || !(field instanceof HTMLInputElement)) return;
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of place.querySelectorAll("[data-filter-group]")) {
    const title = plain(group.querySelector("h2")?.textContent ?? "");
    let inGroup = 0;
    for (const item of group.querySelectorAll("[data-filter-item]")) {
      const text = `${title} ${plain(item.textContent ?? "")}`;
      const fits = words.every((word) => text.includes(word));
      /** @type {HTMLElement} */ (item).hidden = !fits;
      if (fits) inGroup += 1;
    }
    /** @type {HTMLElement} */ (group).hidden = inGroup === 0;
    shown += inGroup;
  }
  const none = /** @type {HTMLElement | null} */ (place.querySelector("[data-filter-none]"));
  if (none) none.hidden = shown > 0;
  const status = document.querySelector(field.dataset.filterStatus ?? "#none");
  if (status instanceof HTMLElement) status.textContent = shown ? String(shown) : (status.dataset.none ?? "");
});
