import * as Schema from "effect/Schema"

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

/** The longest key of a payment, in characters. */
export const KEY_LENGTH = 255

/** Text of a caller that is stored, or compared with what is: 1 to `length` characters. */
export const storedText = (length: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { message: "must not be empty" }),
    Schema.isMaxLength(length, { message: `must be at most ${length.toLocaleString("en")} characters` }),
    Schema.makeFilter((value) => isStorableText(value) || "must not hold NUL or half a character"),
  )

/** PostgreSQL reads ISO 8601 of the years that have four digits. */
const FIRST = new Date("0001-01-01T00:00:00.000Z")
const LAST = new Date("9999-12-31T23:59:59.999Z")

/** Whether a time can be stored, or compared with what is. */
export const isStorableTime = (time: Date): boolean => time >= FIRST && time <= LAST

/** A time of a caller that is compared with what is stored. */
export const storedTime = Schema.Date.check(
  Schema.makeFilter((time) => isStorableTime(time) || "must be a time of the years 1 to 9999"),
)

/** What stands where a text was that may have named somebody. */
export const REDACTED = "Redacted."
