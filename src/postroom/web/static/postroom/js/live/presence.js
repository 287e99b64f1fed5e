// @ts-check
// Says where this person is, and shows who else is there.
import { onArrival } from "../dom.js";

/** @typedef {import("./connection.js").News} News */

/** Seconds between two signs of life are those of live/presence.py; here in milliseconds. */
const BEAT = 10_000;
const PLACE = "[data-here]";
const ROW = "[data-live-part] tr[data-ticket]";

/** Where one is, and what the server was told last. */
let at = "";
let said = "";
let asked = 0;
/** Between pagehide and pageshow; the page is still told that it is hidden then. */
let left = false;

/** @returns {HTMLElement | null} */
function ticket() {
  return document.querySelector("[data-live=ticket][data-here-url]");
}

function state() {
  if (document.querySelector("[data-composer][data-written]")) return "writing";
  return document.hidden ? "gone" : "looking";
}

/** Tells the server where one is: at once where that changed, else from time to time. */
function say(beat = false) {
  if (left) return;
  const place = ticket();
  const address = place?.dataset.hereUrl ?? "";
  if (at && at !== address) post(at, "gone");
  const now = address ? state() : "";
  if (address && (at !== address || said !== now || (beat && now !== "gone"))) post(address, now);
  at = address;
  said = now;
}

/** @type {Record<string, string>} What the server asks of every request that changes something. */
let headers = {};

/**
 * @param {string} address
 * @param {string} what
 */
function post(address, what) {
  // Also on the way to another page, when there is none that has the token: then the last one's.
  headers = JSON.parse(document.getElementById("page")?.getAttribute("hx-headers") ?? "null") ?? headers;
  fetch(address, { method: "POST", headers, body: new URLSearchParams({ state: what }), keepalive: true }).catch(() => undefined);
}

setInterval(() => say(true), BEAT);
onArrival(() => say());
document.addEventListener("visibilitychange", () => say());
document.addEventListener("input", (event) => {
  const form = event.target instanceof Element ? event.target.closest("[data-composer]") : null;
  if (!(form instanceof HTMLElement) || "written" in form.dataset) return;
  form.dataset.written = "";
  say();
});
document.addEventListener("htmx:afterSwap", () => say());
addEventListener("pagehide", () => {
  if (at) post(at, "gone");
  at = said = "";
  left = true;
});
addEventListener("pageshow", () => {
  left = false;
  say();
});

/**
 * Where people are shown: what the page has for it, and a place before the title of each ticket in a list.
 * @returns {HTMLElement[]}
 */
function places() {
  document.querySelectorAll(`${ROW}:not(:has([data-here]))`).forEach((row) => {
    const place = document.createElement("span");
    place.dataset.here = /** @type {HTMLElement} */ (row).dataset.ticket;
    row.querySelector(".row-link")?.before(place);
  });
  return [...document.querySelectorAll(PLACE)].map((place) => /** @type {HTMLElement} */ (place));
}

/** Fetches who is at the tickets of this page. */
async function look() {
  const shown = places();
  const address = document.querySelector("meta[name=postroom-live]")?.getAttribute("data-here-url");
  if (!shown.length || !address) return;
  const asking = ++asked;
  const wanted = new URLSearchParams(shown.map((place) => ["ticket", place.dataset.here ?? ""]));
  const answer = await fetch(`${address}?${wanted}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || asking !== asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of shown) show(place, fresh.querySelector(`[data-here-of="${place.dataset.here}"]`));
}

/**
 * @param {HTMLElement} place
 * @param {Element | null} people
 */
function show(place, people) {
  if (place.innerHTML === (people?.outerHTML ?? "")) return;
  place.replaceChildren(...(people ? [document.importNode(people, true)] : []));
}

document.addEventListener("live", (event) => {
  const news = /** @type {CustomEvent<News>} */ (event).detail;
  const shown = new Set(places().map((place) => Number(place.dataset.here)));
  if (!document.hidden && (news.all || news.presence?.some((id) => shown.has(id)))) look();
});

// Rows that have just come, and a page that was away for a while.
document.addEventListener("live:after", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
/** The page whose people were asked for. */
let seen = "";
onArrival(() => {
  const page = places().map((place) => place.dataset.here).join();
  if (page !== seen || !page) look();
  seen = page;
});
