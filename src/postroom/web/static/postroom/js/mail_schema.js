// @ts-check
// What the editor knows of mail: enough that a quoted message keeps its tables, lines, images and looks, and can be cut
// and answered between its lines. Styles travel as data-style: the policy of our pages refuses them, and colours of a
// mail would not suit a dark page; the server makes styles of them again (mail/editing.py).
import * as prose from "../../django_prose_editor/editor.js";

const KEPT = [
  ..."data-style data-mail dir lang align valign width height bgcolor border cellpadding cellspacing".split(" "),
  ..."colspan rowspan start type color face size title alt hspace vspace data-tracking".split(" "),
];
const BLOCKS = "address article aside blockquote center div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main ol p pre section table ul".split(" ");

/** @param {HTMLElement} element */
function kept(element) {
  const found = KEPT.filter((name) => element.hasAttribute(name)).map((name) => [name, element.getAttribute(name)]);
  return found.length ? Object.fromEntries(found) : null;
}

/** Attributes of a mail that every piece keeps. */
const Kept = prose.Extension.create({
  name: "kept",
  addGlobalAttributes() {
    const kinds = "paragraph line heading blockquote bulletList orderedList listItem part preformatted table tableRow tableCell picture look".split(" ");
    const attribute = {
      default: null,
      parseHTML: kept,
      renderHTML: (/** @type {any} */ attributes) => attributes.kept ?? {},
    };
    return [{ types: kinds, attributes: { kept: attribute } }];
  },
});

/** A div that holds words only: what most mail programs make of a line. */
const Line = prose.Node.create({
  name: "line",
  group: "block",
  content: "inline*",
  parseHTML: () => [{ tag: "div", priority: 40, getAttrs: (/** @type {Element} */ div) => (div.querySelector(BLOCKS.join()) ? false : null) }],
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes, 0],
});

/** The signature, or a forwarded message. */
const Part = prose.Node.create({
  name: "part",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => ["signature", "forward"].map((kind) => ({ tag: `div[data-mail~="${kind}"]`, priority: 60 })),
  renderHTML: ({ HTMLAttributes }) => ["div", HTMLAttributes, 0],
});

const Preformatted = prose.Node.create({
  name: "preformatted",
  group: "block",
  content: "inline*",
  whitespace: "pre",
  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
  renderHTML: ({ HTMLAttributes }) => ["pre", HTMLAttributes, 0],
});

const Table = prose.Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
});

const TableRow = prose.Node.create({
  name: "tableRow",
  content: "tableCell+",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

const TableCell = prose.Node.create({
  name: "tableCell",
  content: "block+",
  isolating: true,
  addAttributes: () => ({ head: { default: false, rendered: false, parseHTML: (cell) => cell.localName === "th" } }),
  parseHTML: () => [{ tag: "td" }, { tag: "th" }],
  renderHTML: ({ node, HTMLAttributes }) => [node.attrs.head ? "th" : "td", HTMLAttributes, 0],
});

/** An image between the words; remote ones of a mail stay unfetched. */
const Picture = prose.Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, "data-cid": { default: null }, "data-remote-src": { default: null } }),
  parseHTML: () => [{ tag: "img[data-cid], img[data-remote-src], img[src^='data:image/']" }],
  renderHTML: ({ HTMLAttributes }) => ["img", { alt: "", ...HTMLAttributes }],
});

const Link = prose.Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]" }],
  // Where an address leads is looked at in the message, not by leaving what one writes.
  renderHTML: ({ HTMLAttributes }) => ["a", { ...HTMLAttributes, rel: "noopener", target: "_blank" }, 0],
});

/** Fonts, colours and the like, as they came. */
const Look = prose.Mark.create({
  name: "look",
  excludes: "",
  addAttributes: () => ({ tag: { default: "span", rendered: false, parseHTML: (/** @type {Element} */ found) => found.localName } }),
  parseHTML: () => "span[data-style] font sub sup small big tt code ins mark".split(" ").map((tag) => ({ tag })),
  renderHTML: ({ mark, HTMLAttributes }) => [mark.attrs.tag, HTMLAttributes, 0],
});

/**
 * Enter within a quote opens a line of one's own between its lines; Shift-Enter breaks the line of the quote.
 * @param {any} editor
 */
function answerBetween(editor) {
  const { state, view } = editor;
  const tr = state.tr.deleteSelection();
  dropBreak(tr);
  const $at = tr.selection.$from;
  const quote = quoteDepth($at);
  if (quote === 0) return false;
  const { pos, depth } = edge($at, quote);
  const levels = depth - quote + 1;
  if (levels > 0) tr.split(pos, levels);
  const place = pos + levels;
  tr.insert(place, state.schema.nodes.paragraph.create());
  tr.setSelection(prose.pm.state.TextSelection.create(tr.doc, place + 1));
  view.dispatch(tr.scrollIntoView());
  return true;
}

/**
 * The depth of the outermost quote around a place; 0: it is not quoted.
 * @param {any} $at
 */
function quoteDepth($at) {
  for (let depth = 1; depth <= $at.depth; depth += 1) if ($at.node(depth).type.name === "blockquote") return depth;
  return 0;
}

/**
 * Where to cut: at the ends of a line, beside it, so that nothing empty is left.
 * @param {any} $at
 * @param {number} quote
 */
function edge($at, quote) {
  let pos = $at.pos;
  let depth = $at.depth;
  while (depth >= quote && pos === $at.end(depth)) pos = $at.after(depth--);
  if (pos !== $at.pos) return { pos, depth };
  while (depth >= quote && pos === $at.start(depth)) pos = $at.before(depth--);
  return { pos, depth };
}

/**
 * Where a quoted line ends in a break, the cut takes its place.
 * @param {any} tr
 */
function dropBreak(tr) {
  const { $from } = tr.selection;
  if (quoteDepth($from) === 0) return;
  if ($from.nodeAfter?.type.name === "hardBreak") tr.delete($from.pos, $from.pos + 1);
  else if ($from.nodeBefore?.type.name === "hardBreak") tr.delete($from.pos - 1, $from.pos);
}

const Between = prose.Extension.create({
  name: "between",
  priority: 1000,
  addKeyboardShortcuts() {
    return { Enter: () => answerBetween(this.editor) };
  },
});

export const EXTENSIONS = [
  ...[prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.History, prose.Dropcursor, prose.Gapcursor],
  ...[prose.Bold, prose.Italic, prose.Underline, prose.Strike, Link, Look],
  ...[prose.BulletList, prose.OrderedList, prose.ListItem, prose.Blockquote, prose.Heading, prose.HorizontalRule],
  ...[Line, Part, Preformatted, Table, TableRow, TableCell, Picture, Kept, Between],
];
