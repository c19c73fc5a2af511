/**
 * What stands where in a JSON value: for each path, the form of what is there. No value is told but words
 * of status and code.
 */
export type Shape = ReadonlyMap<string, string>

/** An answer with more fields than this is not looked at further. */
const MOST_FIELDS = 500

const DEEPEST = 16

const TIME = /^\d{4}-\d\d-\d\d([T ])\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/

const timeForm = (text: string): string | undefined => {
  const [, between, seconds, fraction, zone] = TIME.exec(text) ?? []
  if (between === undefined) return undefined
  return `a time like YYYY-MM-DD${between}hh:mm${seconds === undefined ? "" : ":ss"}${
    fraction === undefined ? "" : `.${"s".repeat(fraction.length - 1)}`
  }${zone ?? ", without zone"}`
}

const FORMS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^$/, "an empty text"],
  [/^0002\d\d/, "a QRIS payload"],
  [/^https?:\/\//, "a web address"],
  [/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, "a UUID"],
  [/^-?\d+\.\d{2}$/, "a decimal number with two places, in quotes"],
  [/^-?\d+\.\d+$/, "a decimal number, in quotes"],
  [/^-?\d+$/, "digits, in quotes"],
]

const formOfText = (text: string): string =>
  timeForm(text) ?? FORMS.find(([pattern]) => pattern.test(text))?.[1] ?? "a text"

/** Fields whose value is a word of the protocol, and nobody's. */
const IS_WORD_OF_PROTOCOL = /(status|code)$/i

const WORD = /^[\w .-]{1,40}$/

const formOf = (key: string, value: unknown): string => {
  if (IS_WORD_OF_PROTOCOL.test(key) && (typeof value === "string" || typeof value === "number")) {
    const word = String(value)
    if (WORD.test(word)) return typeof value === "number" ? word : `"${word}"`
  }
  if (typeof value === "string") return formOfText(value)
  if (typeof value === "number")
    return Number.isInteger(value) ? "a whole number" : "a number with a fraction"
  if (typeof value === "boolean") return "true or false"
  return "null"
}

/** A key that is somebody's id would tell it. */
const keyOf = (key: string): string => (/^[A-Za-z_][\w-]{0,60}$/.test(key) ? key : "*")

/** The shape of an answer. */
export const shapeOf = (body: unknown): Shape => {
  const shape = new Map<string, string>()
  const walk = (value: unknown, path: string, key: string, depth: number): void => {
    if (shape.size >= MOST_FIELDS || depth > DEEPEST) return
    if (Array.isArray(value)) {
      if (value.length === 0) shape.set(`${path}[]`, "an empty list")
      for (const item of value.slice(0, 20)) walk(item, `${path}[]`, key, depth + 1)
    } else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const safe = keyOf(name)
        walk(inner, path === "" ? safe : `${path}.${safe}`, safe, depth + 1)
      }
    } else shape.set(path, formOf(key, value))
  }
  walk(body, "", "", 0)
  return shape
}
