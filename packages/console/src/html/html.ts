/** Markup that is safe to send: made of templates, in which every value was escaped. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  /** The markup. */
  toString(): string {
    return this.#markup
  }
}

/** What may stand in a template. `undefined` and `false` leave nothing. */
export type Part = Html | string | number | bigint | undefined | false | ReadonlyArray<Part>

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "")

const markupOf = (part: Part): string => {
  if (part === undefined || part === false) return ""
  if (part instanceof Html) return part.toString()
  if (typeof part === "object") return part.map(markupOf).join("")
  return escaped(String(part))
}

/** A template: whatever stands in it is escaped, for text and for attributes in quotes alike. */
export const html = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html =>
  new Html(strings.map((string, index) => string + markupOf(parts[index])).join(""))

/** Markup of a library that escapes by itself, such as a drawn QR. Never of a user. */
export const trusted = (markup: string): Html => new Html(markup)
