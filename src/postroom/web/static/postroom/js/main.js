// @ts-check
// Everything listens on the document, so that pages swapped in by htmx need no set-up of their own.
import "./requests.js";
import "./focus.js";
import "./theme.js";
import "./menu.js";
import "./dialog.js";
import "./confirm.js";
import "./toast.js";
import "./copy.js";
import "./print.js";
import "./rows.js";
import "./reorder.js";
import "./thread.js";
import "./shortcuts.js";
import "./palette.js";
import "./fit.js";
import "./pictures.js";
import "./in_place.js";
import "./live/live.js";

document.documentElement.dataset.js = "";
