/** What may be an escape of JSON's, or of an address. */
const ESCAPE = /[\\%]/

/** `\"`, `\/`, `\n`, `\u00e9`: JSON (RFC 8259, 7), as whichever language writes it. */
const IN_JSON = /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g

const SHORT: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

const fromJson = (escaped: string): string => {
  const sign = escaped.charAt(1)
  return sign === "u" ? String.fromCharCode(Number.parseInt(escaped.slice(2), 16)) : (SHORT[sign] ?? sign)
}

/** `%2F`, `%c3%a9`: an address, or a form (RFC 3986, 2.1), in UTF-8. */
const IN_ADDRESS = /(?:%[\da-fA-F]{2})+/g

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true })

const fromAddress = (escapes: string): string =>
  utf8.decode(Uint8Array.from(escapes.slice(1).split("%"), (byte) => Number.parseInt(byte, 16)))

/** What is escaped in one way, and what it means. */
interface Escaping {
  readonly escapes: RegExp
  readonly meaning: (escaped: string) => string
}

const JSON_ESCAPES: Escaping = { escapes: IN_JSON, meaning: fromJson }
const ADDRESS_ESCAPES: Escaping = { escapes: IN_ADDRESS, meaning: fromAddress }

/** What may have been done to a text, the last of it first. */
const SPELLINGS: ReadonlyArray<ReadonlyArray<Escaping>> = [
  [JSON_ESCAPES],
  [JSON_ESCAPES, JSON_ESCAPES],
  [ADDRESS_ESCAPES],
  [ADDRESS_ESCAPES, ADDRESS_ESCAPES],
  [ADDRESS_ESCAPES, JSON_ESCAPES],
]

/** Whether a text may read otherwise than it is written: nearly none does. */
export const mayBeEscaped = (text: string): boolean => ESCAPE.test(text)

const readingsOf = (text: string): ReadonlyArray<string> =>
  mayBeEscaped(text)
    ? SPELLINGS.map((spelling) =>
        spelling.reduce((read, { escapes, meaning }) => read.replace(escapes, meaning), text),
      )
    : []

/**
 * Whether a text holds one of these with escapes in it: an acquirer that echoes what it was sent echoes it as it
 * went over the wire.
 */
export const isSpelledIn = (text: string, needles: ReadonlyArray<string>): boolean =>
  readingsOf(text).some((reading) => needles.some((needle) => reading.includes(needle)))

/** Nobody escapes a text more often by accident. */
const MOST_TIMES = 8

/**
 * A text with something else in place of this, as it is and with escapes in it; what else is escaped in such a text is
 * then read, too. Where it is escaped without end nothing else of the text is left.
 */
export const withoutSpellings = (text: string, needle: string, replacement: string): string => {
  let cleaned = text
  for (let times = 0; times < MOST_TIMES; times++) {
    cleaned = cleaned.replaceAll(needle, replacement)
    const reading = readingsOf(cleaned).find((one) => one.includes(needle))
    if (reading === undefined) return cleaned
    cleaned = reading
  }
  return replacement
}
