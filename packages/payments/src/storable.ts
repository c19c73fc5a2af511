/** What PostgreSQL's text and jsonb do not hold: NUL, and halves of characters. */
const UNSTORABLE = /[\0\p{Cs}]/gu

/** The same in JSON, where `JSON.stringify` escapes exactly these. */
const UNSTORABLE_ESCAPE = /\\u(0000|d[89a-f][0-9a-f]{2})/i

/** As much of a text as can be stored, at most `length` characters. */
export const storableText = (text: string, length: number): string =>
  text.slice(0, length).replace(UNSTORABLE, "")

/** Whether a text can be stored as it is. */
export const isStorableText = (text: string): boolean => text.search(UNSTORABLE) === -1

/** Whether a JSON value can be stored as it is. */
export const isStorable = (value: unknown): boolean => !UNSTORABLE_ESCAPE.test(JSON.stringify(value) ?? "")
