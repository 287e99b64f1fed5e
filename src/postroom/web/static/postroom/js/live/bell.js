// @ts-check
// Keeps the number beside the bell true. It is fetched once a window: htmx carries the element from page to page.

/** @typedef {import("./connection.js").News} News */

async function look() {
  const bell = document.getElementById("bell-count");
  const address = bell?.dataset.bell;
  if (!bell || !address) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const words = await answer.text();
  if (bell.innerHTML !== words) bell.innerHTML = words;
}

document.addEventListener("live", (event) => {
  const news = /** @type {CustomEvent<News>} */ (event).detail;
  if (news.notifications || news.all) look();
});
look();
