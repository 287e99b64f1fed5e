"""From an event to a paint, measured inside the page.

A frame loop looks before every paint whether the result stands on the page, and a task posted from it takes the time
after that paint: animation frame callbacks run in "update the rendering", right before style, layout and paint of the
same frame (HTML Standard, 8.1.7.3 Processing model). Event timing is not used: its duration ends with the first paint
after the handlers (Event Timing API, "duration"), which comes before what the server answers.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

_ARM = """
(event) => {
  document.querySelectorAll("[data-old]").forEach((element) => element.removeAttribute("data-old"));
  const old = [...document.querySelectorAll("h1, #results"), document.activeElement];
  old.forEach((element) => element.setAttribute("data-old", ""));
  window.paintTaken = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the result did not come within a minute")), 60000);
    const begin = ({ timeStamp, key, isTrusted }) => {
      if (!isTrusted || key === "Control") return;
      window.removeEventListener(event, begin, true);
      const look = () => {
        if (!(SHOWN)) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - timeStamp);
        port2.postMessage(null);
      };
      requestAnimationFrame(look);
    };
    window.addEventListener(event, begin, true);
  });
}
"""


def paint(page: Page, event: str, shown: str, act: Callable[[], None]) -> float:
    """Return milliseconds from the first trusted `event` of `act` to the paint in which `shown`, JavaScript, holds.

    Headings, search results and what had the focus before have the attribute `data-old`.
    """
    page.evaluate(_ARM.replace("SHOWN", shown), event)
    act()
    return float(page.evaluate("window.paintTaken"))
