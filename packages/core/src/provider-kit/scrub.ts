import * as Redacted from "effect/Redacted"
import { isSpelledIn, mayBeEscaped, withoutSpellings } from "./spellings.js"

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

/** Secrets as they are; however they are escaped when they come back, they are found. */
type Secrets = ReadonlyArray<Redacted.Redacted<string> | string>

/** Replaces secrets in what a provider sent back, in case it echoes them. */
export interface Scrubber {
  /** The same JSON value with every secret replaced, in texts, keys and numbers, and with nesting cut at 32. */
  value(body: unknown): unknown
  /** A provider's text, fit for a message: no secret, no control character, at most 300 characters. */
  text(message: string): string
  /** A scrubber that takes these out as well. */
  and(secrets: Secrets): Scrubber
}

/** Sets a key as `JSON.parse` does: `__proto__` is a key like any other, which an assignment would not make it. */
const setOwn = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else target[key] = value
}

const holds = (text: string, needle: string | undefined): boolean =>
  needle !== undefined && text.includes(needle)

const NO_MORE: ReadonlyArray<string> = []
const MORE_THAN_ANY_TEXT = 2 ** 30

const byLength = (a: string, b: string): number => b.length - a.length

/**
 * Takes out secrets. Few clients have more than three, so three have their place in the object itself: of thousands of
 * clients each part is fetched from main memory when its turn comes.
 */
export class SecretScrubber implements Scrubber {
  readonly #first: string | undefined
  readonly #second: string | undefined
  readonly #third: string | undefined
  readonly #others: ReadonlyArray<string>
  readonly #shortest: number
  readonly #maySpellNumber: boolean

  /** @param beside what is known of its secrets is not looked at again */
  constructor(secrets: Secrets, beside?: SecretScrubber) {
    const needles = beside === undefined ? [] : beside.#all()
    let shortest = beside === undefined ? MORE_THAN_ANY_TEXT : beside.#shortest
    let maySpellNumber = beside === undefined ? false : beside.#maySpellNumber
    for (const secret of secrets) {
      const needle = typeof secret === "string" ? secret : Redacted.value(secret)
      if (needle.length < MIN_SECRET) continue
      needles.push(needle)
      // As a form spells it. Other escapes are read when something has any.
      if (needle.includes(" ")) needles.push(needle.replaceAll(" ", "+"))
      shortest = Math.min(shortest, needle.length)
      maySpellNumber ||= NUMERIC.test(needle)
    }
    ;[this.#first, this.#second, this.#third] = needles
    this.#others = needles.length > 3 ? needles.slice(3) : NO_MORE
    this.#shortest = shortest
    this.#maySpellNumber = maySpellNumber
  }

  #all(): Array<string> {
    const all: Array<string> = []
    if (this.#first !== undefined) all.push(this.#first)
    if (this.#second !== undefined) all.push(this.#second)
    if (this.#third !== undefined) all.push(this.#third, ...this.#others)
    return all
  }

  value(body: unknown): unknown {
    return this.#isClean(body, 0) ? body : this.#walk(body, 0)
  }

  text(message: string): string {
    if (PLAIN.test(message) && !this.#holdsSecret(message)) return message
    // Cleaned again afterwards: a secret with a space in it may have come with a control character in its place.
    const printable = this.#clean(this.#clean(message).replace(UNPRINTABLE, " ").trim())
    return printable.length > MAX_MESSAGE
      ? `${printable.slice(0, MAX_MESSAGE).replace(SPLIT_CHARACTER, "")}…`
      : printable
  }

  and(secrets: Secrets): Scrubber {
    return new SecretScrubber(secrets, this)
  }

  #clean(text: string): string {
    if (text.length < this.#shortest) return text
    // The longest first: a secret may hold another.
    return this.#all()
      .sort(byLength)
      .reduce((cleaned, needle) => withoutSpellings(cleaned, needle, REDACTED), text)
  }

  #holdsSecret(text: string): boolean {
    if (text.length < this.#shortest) return false
    return (
      holds(text, this.#first) ||
      holds(text, this.#second) ||
      holds(text, this.#third) ||
      this.#others.some((needle) => holds(text, needle)) ||
      (mayBeEscaped(text) && isSpelledIn(text, this.#all()))
    )
  }

  #spellsSecret(value: number): boolean {
    return this.#maySpellNumber && this.#holdsSecret(String(value))
  }

  /** Most answers hold nothing to take out: they are looked through, and not copied. */
  #isClean(value: unknown, depth: number): boolean {
    if (typeof value === "string") return !this.#holdsSecret(value)
    if (typeof value === "number") return !this.#spellsSecret(value)
    if (typeof value !== "object" || value === null) return true
    if (depth === MAX_DEPTH) return false
    // `in` is ten times as fast as a list of the keys. What JSON.parse makes inherits no key.
    for (const key in value) {
      if (this.#holdsSecret(key) || !this.#isClean((value as Record<string, unknown>)[key], depth + 1))
        return false
    }
    return true
  }

  #walk(value: unknown, depth: number): unknown {
    if (typeof value === "string") return this.#clean(value)
    if (typeof value === "number") return this.#spellsSecret(value) ? REDACTED : value
    if (typeof value !== "object" || value === null) return value
    if (depth === MAX_DEPTH) return TOO_DEEP
    if (Array.isArray(value)) return value.map((inner) => this.#walk(inner, depth + 1))
    const walked: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value))
      setOwn(walked, this.#clean(key), this.#walk(inner, depth + 1))
    return walked
  }
}

const NONE: Scrubber = new SecretScrubber([])

/** A text from outside, fit for a message or a log line: no control or format character, at most 300 characters. */
export const printable = (text: string): string => NONE.text(text)
