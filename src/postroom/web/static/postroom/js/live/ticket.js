// @ts-check
// On an open ticket: new messages are marked while they are new, and whoever writes is told of what came meanwhile.

/** @typedef {import("./connection.js").News} News */

/** How long a new message stays marked once it is seen, in milliseconds. */
const SEEN = 6_000;

/** @type {Set<string>} */
let before = new Set();

function articles() {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#thread > [id]")]);
}

document.addEventListener("live:before", () => {
  before = new Set(articles().map((article) => article.id));
});

document.addEventListener("live:after", () => {
  if (!before.size) return;
  articles()
    .filter((article) => !before.has(article.id))
    .forEach((article) => {
      article.dataset.mark = "new";
      watch.observe(article);
    });
  tellWriter();
});

const watch = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting || !(target instanceof HTMLElement)) continue;
    watch.unobserve(target);
    setTimeout(() => delete target.dataset.mark, SEEN);
  }
});

/** Says above what is being written what happened since it was begun. */
function tellWriter() {
  const news = document.getElementById("news");
  const seen = document.querySelector("#composer [name=seen]");
  if (!news?.dataset.newsUrl || !(seen instanceof HTMLInputElement)) return;
  window.htmx?.ajax("GET", news.dataset.newsUrl.replace("/0/", `/${seen.value}/`), { target: news, swap: "innerHTML", source: news });
}

document.addEventListener("htmx:afterSwap", (event) => {
  // A composer that was opened just now knows everything that the thread shows.
  if (event.target instanceof Element && event.target.id === "composer") document.getElementById("news")?.replaceChildren();
});
