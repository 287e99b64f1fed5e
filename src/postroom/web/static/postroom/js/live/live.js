// @ts-check
// What happens elsewhere reaches the page as the event "live" on the document; its detail names what changed, and whoever
// shows that fetches it. While the connection is down the same event comes from time to time, with {all: true}.
import { connect } from "./connection.js";
import "./parts.js";
import "./marks.js";
import "./ticket.js";
import "./presence.js";
import "./bell.js";

/** @typedef {import("./connection.js").Told} Told */

/** How often a page looks by itself without a live connection, in milliseconds. */
const LOOK_EVERY = 10_000;
/** How long a connection may be away before that is worth a word, in milliseconds. */
const CALM = 5_000;

/** The window survives changes of the page; this element does not, but always says the same. */
const told = /** @type {HTMLElement | null} */ (document.querySelector("meta[name=postroom-live]"));
let looking = 0;
let worrying = 0;

/** @param {Told} message */
function hear({ state, news }) {
  if (state === "open") calm();
  else if (state) look(state);
  if (news) document.dispatchEvent(new CustomEvent("live", { detail: news }));
}

function calm() {
  clearInterval(looking);
  clearTimeout(worrying);
  looking = worrying = 0;
  document.documentElement.dataset.connection = "open";
}

/** @param {string} state */
function look(state) {
  looking ||= setInterval(() => document.dispatchEvent(new CustomEvent("live", { detail: { all: true } })), LOOK_EVERY);
  if (state !== "down") document.documentElement.dataset.connection = state;
  else worrying ||= setTimeout(() => (document.documentElement.dataset.connection = "down"), CALM);
}

/** @param {HTMLMetaElement} place */
function share(place) {
  const worker = new SharedWorker(new URL("worker.js", import.meta.url), { type: "module", name: `postroom-${place.dataset.user}` });
  worker.port.onmessage = ({ data }) => hear(data);
  // A worker that does not start (an old browser, a policy of the company) is no reason to hear nothing.
  worker.onerror = () => connect(place.content, hear);
  worker.port.postMessage(place.content);
  addEventListener("pagehide", () => worker.port.postMessage("bye"));
  addEventListener("pageshow", (event) => event.persisted && worker.port.postMessage(place.content));
}

if (told instanceof HTMLMetaElement) {
  if ("SharedWorker" in window) share(told);
  else connect(told.content, hear);
}
