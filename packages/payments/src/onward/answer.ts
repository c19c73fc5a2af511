import { printable } from "@qriskit/core/provider-kit"
import { storableText } from "../record/storable.js"

/** As many characters of an answer are kept. */
const KEPT = 200

/** What looks like a secret, or like a person: nobody needs it to see what went wrong. */
const PRIVATE: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "<e-mail>"],
  [/(whsec_|v1,)[A-Za-z0-9+/=_-]*/g, "<secret>"],
  [/[A-Za-z0-9+/=_-]{24,}/g, "<token>"],
  [/\+?\d[\d .-]{5,}\d/g, "<number>"],
]

/** The first words of an answer, for people who look for what went wrong; `undefined`: it said nothing. */
export const keptOf = (body: string): string | undefined => {
  const cleaned = PRIVATE.reduce((text, [pattern, instead]) => text.replace(pattern, instead), body)
  const kept = storableText(printable(cleaned), KEPT)
  return kept === "" ? undefined : kept
}

/** The longest pause that a receiver may ask for, in milliseconds: a day. */
const LONGEST = 86_400_000

/** Milliseconds that `Retry-After` asks for, as seconds or as a date; `undefined` where it says neither. */
export const retryAfterMillis = (value: string | undefined, at: Date): number | undefined => {
  if (value === undefined) return undefined
  const until = /^\d{1,9}$/.test(value.trim()) ? at.getTime() + Number(value) * 1_000 : Date.parse(value)
  return Number.isNaN(until) ? undefined : Math.min(Math.max(0, until - at.getTime()), LONGEST)
}
