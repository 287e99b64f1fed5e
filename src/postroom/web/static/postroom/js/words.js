// @ts-check

/**
 * Lower case and without accents, so that "grosse" and "größe" are not far apart.
 * @param {string} text
 */
export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").replaceAll("ß", "ss");

/**
 * Whether every word that was typed stands in `text`; a word typed as "ae" finds "ä", too.
 * @param {string} text
 * @param {string} typed
 */
export function fits(text, typed) {
  const [short, long] = [plain(text), plain(text.replace(/[äöü]/gi, (letter) => `${letter}e`))];
  return plain(typed).split(/\s+/).every((word) => short.includes(word) || long.includes(word));
}

/**
 * How far `label` is from what was typed: the same, beginning with it, or only having its words somewhere.
 * @param {string} label
 * @param {string} typed
 */
export function distance(label, typed) {
  const [name, wanted] = [plain(label), plain(typed)];
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
}
