import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Rupiah } from "../rupiah.js"
import { directReader, UNREAD } from "./direct-reader.js"

/** Digits, with decimals only where they are zero: `"10000"`, `"10000.00"`. */
const NUMERIC = /^(\d{1,13})(?:\.0{1,2})?$/

const NumericString = Schema.String.check(
  Schema.isPattern(NUMERIC, { message: "must be whole rupiah" }),
).pipe(
  Schema.decodeTo(
    Rupiah,
    SchemaTransformation.transform({
      decode: (text: string) => Number(NUMERIC.exec(text)?.[1]),
      encode: String,
    }),
  ),
)

/**
 * An amount on a provider's wire: a number or a numeric string, whole rupiah. Anything else is refused, never rounded.
 */
export const WireRupiah = Schema.Union([Rupiah, NumericString])

const readRupiah = directReader(Rupiah, {})

const isRupiah = (value: unknown): value is Rupiah => readRupiah(value) !== UNREAD

/** What stands where bytes were no UTF-8. */
const REPLACEMENT = "\uFFFD"

/** An id on a provider's wire, which goes back as it came: a text whose bytes could all be read. */
export const WireId = Schema.NonEmptyString.check(
  Schema.makeFilter((text) => !text.includes(REPLACEMENT) || "must be UTF-8"),
)

/** The amount in a field that may hold anything; `undefined` where it holds no whole rupiah. */
export const rupiahIn = (value: unknown): Rupiah | undefined => {
  const amount = typeof value === "string" ? Number(NUMERIC.exec(value)?.[1]) : value
  return isRupiah(amount) ? amount : undefined
}

/** The text in a field that may hold anything; `undefined` where it is empty or no text. */
export const textIn = (value: unknown): string | undefined => {
  const text = typeof value === "string" ? value.trim() : ""
  return text === "" ? undefined : text
}

/** The http(s) address in a field that may hold anything. It is the provider's word: never fetch it unasked. */
export const urlIn = (value: unknown): URL | undefined => {
  const text = textIn(value)
  const url = text === undefined ? null : URL.parse(text)
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined
}

/** The fields of an object that are not `undefined`: for optional fields that must be absent rather than undefined. */
export const present = <A extends object>(fields: A): { [K in keyof A]?: Exclude<A[K], undefined> } => {
  const kept: { [K in keyof A]?: Exclude<A[K], undefined> } = {}
  for (const key in fields) {
    const value = fields[key]
    if (value !== undefined) kept[key] = value as Exclude<A[typeof key], undefined>
  }
  return kept
}
