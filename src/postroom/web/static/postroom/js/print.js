// @ts-check
import { near } from "./dom.js";

document.addEventListener("click", (event) => {
  if (near(event, "[data-print]")) window.print();
});
