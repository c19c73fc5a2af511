import * as Redacted from "effect/Redacted"

/** What stands in place of a secret. */
const REDACTED = "<redacted>"

/** Provider texts longer than this are cut. */
const MAX_MESSAGE = 300

/** JSON nested deeper than this is cut, so that no hostile answer can exhaust the stack of whoever walks it. */
const MAX_DEPTH = 32
const TOO_DEEP = "<nested too deeply>"

/** Control and format characters (bidirectional overrides among them), line separators, halves of a character. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu

/** Short printable ASCII without spaces at its ends: fit as it is, unless it holds a secret. */
const PLAIN = /^(?! )[ -~]{0,300}(?<! )$/

/** What cutting may leave of a character outside the basic plane. */
const SPLIT_CHARACTER = /\p{Cs}$/u

/** What a number is written with: other secrets cannot stand in one. */
const NUMERIC = /^[-+.\de]+$/

/** Shorter secrets would blot out ordinary text. */
const MIN_SECRET = 4

/** Replaces secrets in what a provider sent back, in case it echoes them. */
export interface Scrubber {
  /** The same JSON value with every secret replaced, in texts, keys and numbers, and with nesting cut at 32. */
  value(body: unknown): unknown
  /** A provider's text, fit for a message: no secret, no control character, at most 300 characters. */
  text(message: string): string
  /** A scrubber that takes these out as well. */
  and(secrets: ReadonlyArray<Redacted.Redacted<string>>): Scrubber
}

/** Sets a key as `JSON.parse` does: `__proto__` is a key like any other, which an assignment would not make it. */
const setOwn = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else target[key] = value
}

/** A scrubber for these secrets. */
export const makeScrubber = (secrets: ReadonlyArray<Redacted.Redacted<string>>): Scrubber =>
  scrubberOf([], secrets)

const scrubberOf = (
  known: ReadonlyArray<string>,
  secrets: ReadonlyArray<Redacted.Redacted<string>>,
): Scrubber => {
  // The longest first: a secret may hold another.
  const needles = [
    ...known,
    ...secrets.map(Redacted.value).filter(({ length }) => length >= MIN_SECRET),
  ].sort((a, b) => b.length - a.length)
  const shortest = needles.at(-1)?.length ?? Number.POSITIVE_INFINITY
  const maySpellNumber = needles.some((needle) => NUMERIC.test(needle))

  const clean = (text: string): string => {
    let cleaned = text
    for (const needle of needles) if (cleaned.includes(needle)) cleaned = cleaned.replaceAll(needle, REDACTED)
    return cleaned
  }

  const holdsSecret = (text: string): boolean => {
    if (text.length < shortest) return false
    for (const needle of needles) if (text.includes(needle)) return true
    return false
  }

  const spellsSecret = (value: number): boolean => maySpellNumber && holdsSecret(String(value))

  const isCleanLeaf = (value: unknown): boolean =>
    typeof value === "string" ? !holdsSecret(value) : typeof value !== "number" || !spellsSecret(value)

  /** Most answers hold nothing to take out: they are looked through, and not copied. */
  const isClean = (value: unknown, depth: number): boolean => {
    if (typeof value !== "object" || value === null) return isCleanLeaf(value)
    if (depth === MAX_DEPTH) return false
    // `in` is ten times as fast as a list of the keys. What JSON.parse makes inherits no key.
    for (const key in value) {
      if (holdsSecret(key) || !isClean((value as Record<string, unknown>)[key], depth + 1)) return false
    }
    return true
  }

  const walk = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return clean(value)
    if (typeof value === "number") return spellsSecret(value) ? REDACTED : value
    if (typeof value !== "object" || value === null) return value
    if (depth === MAX_DEPTH) return TOO_DEEP
    if (Array.isArray(value)) return value.map((inner) => walk(inner, depth + 1))
    const walked: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) setOwn(walked, clean(key), walk(inner, depth + 1))
    return walked
  }

  return {
    value: (body) => (isClean(body, 0) ? body : walk(body, 0)),
    text: (message) => {
      if (PLAIN.test(message) && !holdsSecret(message)) return message
      // Cleaned again afterwards: a secret with a space in it may have come with a control character in its place.
      const printable = clean(clean(message).replace(UNPRINTABLE, " ").trim())
      return printable.length > MAX_MESSAGE
        ? `${printable.slice(0, MAX_MESSAGE).replace(SPLIT_CHARACTER, "")}…`
        : printable
    },
    and: (more) => scrubberOf(needles, more),
  }
}

const withoutSecrets = makeScrubber([])

/** A text from outside, fit for a message or a log line: no control or format character, at most 300 characters. */
export const printable = (text: string): string => withoutSecrets.text(text)
