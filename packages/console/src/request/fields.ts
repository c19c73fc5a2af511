import { AccountId } from "@qriskit/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { startOfDay } from "../html/time.js"

const CONTROL = /[\p{Cc}\p{Cs}]/u

/** A line of text: what is typed into one field. */
export const line = (length: number) =>
  Schema.String.check(
    Schema.isMaxLength(length),
    Schema.makeFilter((text) => !CONTROL.test(text) || "must be one line"),
  )

/** A payment's key. Whether there is such a payment is another question. */
export const Key = Schema.String.check(Schema.isMaxLength(255))

/** Why somebody does something. */
export const Why = line(1_000)

/** A number of a list: of a finding, an event, a callback. */
export const Id = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
)

/** A day in Jakarta: 2026-11-20. */
export const Day = Schema.String.check(Schema.makeFilter((day) => startOfDay(day) !== undefined || "no day"))

export const Account = AccountId

/** The longest query or form that is read, in characters. */
const LONGEST = 16_384

/** A key may begin or end with a space; around anything else it was typed by mistake. */
const textOf = (name: string, value: string): string => (name === "key" ? value : value.trim())

/**
 * What an address or a form says, as texts by name. Undefined for what none of ours says: too long, or a name twice.
 */
const textsIn = (params: URLSearchParams): Readonly<Record<string, string>> | undefined => {
  if (params.toString().length > LONGEST) return undefined
  const names = [...params.keys()]
  if (new Set(names).size !== names.length) return undefined
  return Object.fromEntries(
    [...params].map(([name, value]) => [name, textOf(name, value)]).filter(([, value]) => value !== ""),
  )
}

/**
 * Reads fields as a schema wants them. What is sent empty counts as not sent; what has no place in the schema is left
 * out. `undefined` where something is wrong.
 */
export const readFields = <S extends Schema.Codec<unknown, unknown>>(
  schema: S,
): ((params: URLSearchParams) => S["Type"] | undefined) => {
  const decode = Schema.decodeUnknownResult(schema)
  return (params) => {
    const texts = textsIn(params)
    return texts === undefined ? undefined : Result.getOrUndefined(decode(texts))
  }
}
