import type { Rupiah } from "@qriskit/core"
import { rupiahIn, type TimeReader, textIn } from "@qriskit/core/provider-kit"

/** Where a field stands in an answer: names joined with dots, or several such places. */
export type Places = string | readonly [string, ...ReadonlyArray<string>]

const within = (value: unknown, name: string): unknown => {
  // Midtrans' table says list and its sample object: the first of a list is looked into.
  const inner: unknown = Array.isArray(value) ? value[0] : value
  return typeof inner === "object" && inner !== null && Object.hasOwn(inner, name)
    ? (inner as Readonly<Record<string, unknown>>)[name]
    : undefined
}

/** Most places are a name and nothing more. */
const at = (body: unknown, place: string): unknown =>
  place.includes(".") ? place.split(".").reduce(within, body) : within(body, place)

/** What stands at the first place that holds anything. */
export const fieldIn = (body: unknown, places: Places | undefined): unknown => {
  if (places === undefined) return undefined
  for (const place of typeof places === "string" ? [places] : places) {
    const value = at(body, place)
    if (value !== undefined && value !== null && value !== "") return value
  }
  return undefined
}

/** A whole number as text. One that is no safe integer is not the one that was sent. */
const digitsOf = (value: number): string | undefined =>
  Number.isSafeInteger(value) ? String(value) : undefined

/** A text for people, or a whole number as text: codes and names come as either. */
export const textAt = (body: unknown, places: Places | undefined): string | undefined => {
  const value = fieldIn(body, places)
  return typeof value === "number" ? digitsOf(value) : textIn(value)
}

/** Something stands in a field, and cannot be read. It is no absence: nothing else may take its place. */
export const UNREADABLE = Symbol("unreadable")
export type Unreadable = typeof UNREADABLE

/** What was read; `undefined` where there is nothing, or nothing that can be read. */
export const readable = <A>(value: A | Unreadable | undefined): A | undefined =>
  value === UNREADABLE ? undefined : value

/** What stands where bytes were no UTF-8. */
const REPLACEMENT = "\uFFFD"

/**
 * An id, as it came: it is compared, and goes back to the acquirer. A text whose bytes could all be read, as `WireId`
 * is, or a safe integer, which some libraries write. Blanks alone are no id.
 */
export const idAt = (body: unknown, places: Places | undefined): string | Unreadable | undefined => {
  const value = fieldIn(body, places)
  if (value === undefined) return undefined
  if (typeof value === "number") return digitsOf(value) ?? UNREADABLE
  if (typeof value !== "string" || value.includes(REPLACEMENT)) return UNREADABLE
  return value.trim() === "" ? undefined : value
}

/** More names than these help nobody. */
const MOST_NAMES = 20

/** The places in an answer that hold something, as a profile writes them. Names alone, never what stands there. */
const placesWithin = (body: unknown, before = "", depth = 3): ReadonlyArray<string> => {
  const inner: unknown = Array.isArray(body) ? body[0] : body
  if (typeof inner !== "object" || inner === null || depth === 0) return before === "" ? [] : [before]
  return Object.entries(inner)
    .slice(0, MOST_NAMES)
    .flatMap(([name, value]) => placesWithin(value, before === "" ? name : `${before}.${name}`, depth - 1))
}

/**
 * Where a field was looked for in vain, and what there is instead: whoever wrote the profile sees the place that is
 * misspelt.
 *
 * @param field the profile's field that names the places: `verbs.create.answer.qr`
 */
export const nothingAt = (
  { answer, clean }: { readonly answer: unknown; readonly clean: (text: string) => string },
  places: Places | undefined,
  field: string,
): string => {
  const where = [places ?? []].flat().join(" or ")
  const there = placesWithin(answer).slice(0, MOST_NAMES)
  return clean(
    `the profile's ${field} looks at ${where || "nothing"}, and there are ${there.join(", ") || "no fields"}`,
  )
}

/**
 * Money as SNAP writes it, `{"value":"25000.00","currency":"IDR"}`, or its value alone. What is there and is no whole
 * rupiah, or another currency, is `UNREADABLE`.
 */
export const moneyAt = (body: unknown, places: Places | undefined): Rupiah | Unreadable | undefined => {
  const value = fieldIn(body, places)
  if (value === undefined) return undefined
  if (typeof value !== "object" || value === null) return rupiahIn(value) ?? UNREADABLE
  const { value: amount, currency = "IDR" } = value as {
    readonly value?: unknown
    readonly currency?: unknown
  }
  return (currency === "IDR" ? rupiahIn(amount) : undefined) ?? UNREADABLE
}

/** `yyyyMMddHHmmss`, which some acquirers write. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** A time: ISO 8601, without an offset the acquirer's local time, or fourteen digits of that. */
export const timeAt = (body: unknown, places: Places | undefined, timeIn: TimeReader): Date | undefined => {
  const value = fieldIn(body, places)
  return timeIn(typeof value === "string" ? value.replace(COMPACT, "$1-$2-$3T$4:$5:$6") : value)
}

/** Rupiah as SNAP writes them. */
export const toMoney = (amount: number): { readonly value: string; readonly currency: "IDR" } => ({
  value: `${amount}.00`,
  currency: "IDR",
})
