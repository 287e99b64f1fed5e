// @ts-check
// One live connection to the server, opened again whenever it breaks. Used by pages, and by the worker they share.

/** @typedef {{ tickets?: number[], own?: number[], lists?: boolean, presence?: number[], notifications?: boolean, all?: boolean }} News */
/** @typedef {"down" | "open" | "over" | "unavailable"} State down: it will be tried again. over: nobody is signed in. */
/** @typedef {{ state?: State, news?: News }} Told */

/** The server says something at least every 15 seconds; after such a silence, in milliseconds, it is gone. */
const SILENCE = 40_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/**
 * Opens a live connection and keeps it open.
 * @param {string} address
 * @param {(told: Told) => void} tell
 * @returns {{ close: () => void }}
 */
export function connect(address, tell) {
  let pause = FIRST_PAUSE;
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;

  const open = () => {
    const opened = (source = new EventSource(address));
    opened.onmessage = (event) => {
      pause = FIRST_PAUSE;
      alive();
      tell({ state: "open", news: JSON.parse(event.data) });
    };
    opened.addEventListener("beat", alive);
    opened.addEventListener("over", () => end("over"));
    opened.addEventListener("unavailable", () => end("unavailable"));
    opened.addEventListener("restart", again);
    opened.onerror = again;
    alive();
  };

  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(again, SILENCE);
  };

  const again = () => {
    end("down");
    // Not all browsers at the same moment, after the server was away.
    timer = setTimeout(open, pause * (0.5 + Math.random()));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  /** @param {State} state */
  const end = (state) => {
    clearTimeout(timer);
    source?.close();
    source = null;
    tell({ state });
  };

  open();
  return { close: () => (clearTimeout(timer), source?.close()) };
}
