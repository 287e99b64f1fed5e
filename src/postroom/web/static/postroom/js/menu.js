// @ts-check
import { near } from "./dom.js";

const OPEN = "details[data-menu][open]";
const ITEM = ".menu__items :is(a, button, select, input:not([type=hidden])):not(:disabled)";

/** @param {Element} menu */
function close(menu) {
  menu.removeAttribute("open");
}

document.addEventListener("click", (event) => {
  const inside = near(event, OPEN);
  const chosen = near(event, ".menu__item");
  document.querySelectorAll(OPEN).forEach((menu) => {
    if (menu !== inside || (chosen && menu.contains(chosen))) close(menu);
  });
});

document.addEventListener("keydown", (event) => {
  const menu = near(event, OPEN);
  if (!menu) return;
  if (event.key === "Escape") {
    close(menu);
    menu.querySelector("summary")?.focus();
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    step(menu, event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  }
});

/**
 * @param {Element} menu
 * @param {1 | -1} by
 */
function step(menu, by) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(ITEM)]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : items.length - 1) : (here + by + items.length) % items.length;
  items[next]?.focus();
}

// A menu that would leave the window on one side opens to the other. "toggle" does not bubble, so it is caught on its way down.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLElement) || !menu.matches(OPEN) || menu.matches(".menu--block")) return;
    const box = menu.querySelector(".menu__items")?.getBoundingClientRect();
    if (box && (box.left < 0 || box.right > document.documentElement.clientWidth)) menu.classList.toggle("menu--start");
  },
  { capture: true },
);

document.addEventListener("focusin", (event) => {
  document.querySelectorAll(OPEN).forEach((menu) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close(menu);
  });
});
