// @ts-check
import { near } from "./dom.js";

// Colours change at once; the server hears of it behind. Without this file the form does the same with a page load.
document.addEventListener("submit", (event) => {
  const form = near(event, "form[data-theme-form]");
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  apply(button.value);
  const body = new FormData(form);
  body.set(button.name, button.value);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => undefined);
});

/** @param {string} theme system, light or dark */
function apply(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelectorAll("[data-theme-form] button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.getAttribute("value") === theme));
  });
}
