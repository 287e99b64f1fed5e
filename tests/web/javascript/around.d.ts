// What is around the modules of static/postroom/js: htmx, the library of the editor, and what browsers know since the
// compiler of Debian 12 was made.

interface Window {
  htmx?: {
    process(element: Element): void;
    ajax(verb: string, path: string, context: { target: Element; swap: string; source: Element }): Promise<void>;
  };
}

interface Element {
  /** https://developer.mozilla.org/docs/Web/API/Element/checkVisibility */
  checkVisibility(): boolean;
  role: string | null;
}

interface HTMLElement {
  /** https://developer.mozilla.org/docs/Web/API/Popover_API */
  showPopover(): void;
  hidePopover(): void;
}

interface Array<T> {
  findLastIndex(wanted: (value: T, index: number) => boolean): number;
}

interface Document {
  addEventListener(name: `htmx:${string}`, listener: (event: CustomEvent) => void): void;
}

declare module "*/django_prose_editor/editor.js" {
  /** What an extension, a node or a mark is made of, as far as `mail_schema.js` uses it. */
  interface Piece {
    name?: string;
    renderHTML?(given: { node: any; mark: any; HTMLAttributes: Record<string, unknown> }): unknown;
    addAttributes?(): Record<string, { default: unknown; rendered?: boolean; parseHTML?(element: HTMLElement): unknown }>;
    [setting: string]: any;
  }
  interface Made {
    create(piece: Piece): any;
    configure(settings: object): any;
  }
  export const Editor: new (options: object) => any;
  export const Extension: Made;
  export const Node: Made;
  export const Mark: Made;
  export const Document: Made, Paragraph: Made, Text: Made, HardBreak: Made, History: Made, Dropcursor: Made, Gapcursor: Made;
  export const Bold: Made, Italic: Made, Underline: Made, Strike: Made, BulletList: Made, OrderedList: Made, ListItem: Made;
  export const Blockquote: Made, Heading: Made, HorizontalRule: Made;
  /** ProseMirror itself. */
  export const pm: any;
}
