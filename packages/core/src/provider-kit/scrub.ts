import * as Redacted from "effect/Redacted"

/** What stands in place of a secret. */
const REDACTED = "<redacted>"

/** Provider texts longer than this are cut. */
const MAX_MESSAGE = 300

/** JSON nested deeper than this is cut, so that no hostile answer can exhaust the stack of whoever walks it. */
const MAX_DEPTH = 32
const TOO_DEEP = "<nested too deeply>"

/** Shorter secrets would blot out ordinary text. */
const MIN_SECRET = 4

/** Replaces secrets in what a provider sent back, in case it echoes them. */
export interface Scrubber {
  /** The same JSON value with every secret replaced, keys included. */
  value(body: unknown): unknown
  /** A provider's text, fit for a message: no secret, no control character, at most 300 characters. */
  text(message: string): string
}

/** A scrubber for these secrets. */
export const makeScrubber = (secrets: ReadonlyArray<Redacted.Redacted<string>>): Scrubber => {
  const needles = secrets
    .map(Redacted.value)
    .filter((secret) => secret.length >= MIN_SECRET)
    .sort((a, b) => b.length - a.length)

  const clean = (text: string): string => {
    let cleaned = text
    for (const needle of needles) if (cleaned.includes(needle)) cleaned = cleaned.replaceAll(needle, REDACTED)
    return cleaned
  }

  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return clean(value)
    if (typeof value !== "object" || value === null) return value
    if (depth === MAX_DEPTH) return TOO_DEEP
    if (Array.isArray(value)) return value.map((inner) => walk(inner, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [clean(key), walk(inner, depth + 1)]),
    )
  }

  return {
    value: (body) => walk(body, 0),
    text: (message) => {
      const printable = clean(message)
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
        .trim()
      return printable.length > MAX_MESSAGE ? `${printable.slice(0, MAX_MESSAGE)}…` : printable
    },
  }
}
