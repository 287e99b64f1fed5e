// @ts-check
// Keeps what the page shows true. The element data-live says what it depends on ("lists", "ticket" or "notifications") and where its news
// are; of the answer, every element with data-live-part and an id takes the place of its older self.
import { morph } from "./morph.js";

/** @typedef {import("./connection.js").News} News */

/** The least time between two fetches, in milliseconds: in busy times once for many news. */
const BREATH = 1_000;

let waiting = 0;
let fetched = 0;
/** News came while the page was hidden, or one was being fetched. */
let behind = false;
let busy = false;
/** Goes up with everything else that reaches the page: an answer that is older would take it back. */
let changes = 0;

for (const name of ["htmx:beforeRequest", "htmx:afterRequest"]) {
  document.addEventListener(name, (event) => {
    if (/** @type {CustomEvent} */ (event).detail.requestConfig?.verb !== "get") changes += 1;
  });
}

document.addEventListener("live", (event) => {
  if (concerns(/** @type {CustomEvent<News>} */ (event).detail)) soon();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && behind) soon();
});

/** @returns {HTMLElement | null} */
function place() {
  return document.querySelector("[data-live]") ?? document.querySelector("[data-live-else]");
}

/** @param {News} news */
function concerns(news) {
  if (news.all) return true;
  const about = place()?.dataset;
  if (about?.live === "notifications") return Boolean(news.notifications || news.lists);
  if (about?.live !== "ticket") return Boolean(news.lists);
  return [...(news.tickets ?? []), ...(news.own ?? [])].includes(Number(about.ticket));
}

function soon() {
  behind = true;
  if (document.hidden || busy || waiting) return;
  waiting = setTimeout(refresh, Math.max(50, fetched + BREATH - Date.now()));
}

async function refresh() {
  waiting = 0;
  const about = place();
  const address = about?.dataset.liveUrl ?? about?.dataset.liveElse;
  behind = false;
  if (!about || !address) return;
  busy = true;
  fetched = Date.now();
  const before = changes;
  const fresh = await page(address);
  busy = false;
  if (fresh && changes !== before) behind = true;
  else if (fresh && about.isConnected) take(fresh);
  if (behind) soon();
}

/**
 * The page as it is now; null where there is no answer, or it is not for us any more.
 * @param {string} address
 */
async function page(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "X-Live": "1" } });
    // The session is over: the sign-in page has to be seen, but not in place of what somebody has just written.
    if (answer.redirected && !document.querySelector("[data-composer][data-written]")) location.reload();
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

/**
 * Brings every part to what `fresh` says of it.
 * @param {Document} fresh
 */
export function take(fresh) {
  changes += 1;
  const parts = [...document.querySelectorAll("[data-live-part]")];
  document.dispatchEvent(new CustomEvent("live:before"));
  for (const part of parts) {
    const newer = fresh.getElementById(part.id);
    if (!newer) continue;
    morph(part, newer);
    window.htmx?.process(part);
    part.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  }
  document.dispatchEvent(new CustomEvent("live:after"));
}
