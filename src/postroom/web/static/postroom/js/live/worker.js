// @ts-check
// All tabs of a browser share one live connection: a browser opens only six to a server, and one tab would wait for another.
import { connect } from "./connection.js";

/** @typedef {import("./connection.js").Told} Told */

/** @type {Set<MessagePort>} */
const tabs = new Set();
/** @type {{ close: () => void } | null} */
let connection = null;
/** @type {Told} */
let last = { state: "down" };

/** @param {Told} told */
function pass(told) {
  last = { state: told.state };
  tabs.forEach((tab) => tab.postMessage(told));
  if (told.state === "over" || told.state === "unavailable") connection = null;
}

addEventListener("connect", (event) => {
  const tab = /** @type {MessageEvent} */ (event).ports[0];
  tab.onmessage = ({ data }) => (data === "bye" ? leave(tab) : join(tab, data));
});

/**
 * @param {MessagePort} tab
 * @param {string} address
 */
function join(tab, address) {
  tabs.add(tab);
  // What happened between the making of the page and now has been told already, but not to this page.
  if (connection && last.state === "open") tab.postMessage({ state: "open", news: { all: true } });
  else if (connection) tab.postMessage(last);
  else connection = connect(address, pass);
}

/** @param {MessagePort} tab */
function leave(tab) {
  tabs.delete(tab);
  if (tabs.size) return;
  connection?.close();
  connection = null;
}
