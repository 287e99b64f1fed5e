// @ts-check
// Says how many seconds are left until data-countdown, a point in time.

/** @param {Element} element */
function tick(element) {
  if (!(element instanceof HTMLElement)) return;
  const seconds = Math.max(0, Math.ceil((Date.parse(element.dataset.countdown ?? "") - Date.now()) / 1000));
  if (seconds > 0) element.textContent = (element.dataset.countdownText ?? "").replace("{seconds}", String(seconds));
}

setInterval(() => document.querySelectorAll("[data-countdown]").forEach(tick), 500);
