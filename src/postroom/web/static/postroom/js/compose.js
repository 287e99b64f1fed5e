// @ts-check
import "./poll.js";
import { near, onArrival } from "./dom.js";

// Ctrl-Enter sends from anywhere in a form that is written in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = near(event, "form[data-composer]");
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  form.requestSubmit();
});

// The editor is large: it is fetched when somebody begins to write. Until it is there, and without it, the text area
// takes what is typed.
onArrival((root) => {
  root.querySelectorAll("[data-editor]:not([data-edited])").forEach((element) => {
    const place = /** @type {HTMLElement} */ (element);
    place.dataset.edited = "";
    const area = place.querySelector("[data-rich]");
    if (area instanceof HTMLElement && "focus" in place.dataset) area.focus();
    import("./editor.js").then(({ edit }) => place.isConnected && edit(place));
  });
});
