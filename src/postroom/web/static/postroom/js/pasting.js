// @ts-check
// What is pasted or dropped loses its styles and handlers as text, before any parser sees it: a parsed document of our
// pages is under their policy, too, even one that is never shown, and the browser complains of each style in it.

const WITH_CONTENT = /<(style|script)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const REFUSED = /(?<=[\s"'/])(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)/gi;
/** Google Docs wraps everything it copies so, and only the style says that nothing of it is bold. */
const NOT_BOLD = /^<b(?=\s[^>]*font-weight:\s*(?:normal|400))/i;

/**
 * @param {string} html
 * @returns {string} the same without style and script elements, style attributes and handlers
 */
export function withoutStyles(html) {
  return html.replace(WITH_CONTENT, "").replace(TAG, (tag) => tag.replace(NOT_BOLD, "<span").replace(REFUSED, ""));
}
