import * as Duration from "effect/Duration"
import type { HeaderRecord } from "../notification.js"

/** A provider's answer after its body was parsed, before it is decoded. */
export interface Answer {
  /** The address that was asked. */
  readonly url: string
  readonly status: number
  readonly headers: HeaderRecord
  /** The parsed JSON, or `undefined` where the body is not JSON. */
  readonly body: unknown
  /** Cleans a text of the provider for a message. */
  readonly clean: (text: string) => string
  /** The time the answer came, in milliseconds since 1970: a Retry-After date counts from it. */
  readonly receivedAt: number
}

/** One header's value; the first where it was repeated. The name in lower case. */
export const headerOf = (headers: HeaderRecord, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === "string" ? value : value?.[0]
}

/** A longer wait than this is not believed; it is cut to it. */
const MAX_RETRY_AFTER = Duration.hours(1)

/**
 * `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that RFC 9110 lets a sender write. `Date.parse` alone believes "-5".
 */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** An HTTP date in milliseconds since 1970, or `undefined` for any other text. */
export const httpDateIn = (text: string | undefined): number | undefined => {
  const date = text !== undefined && HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? undefined : date
}

/** Retry-After (RFC 9110, 10.2.3): whole seconds, or an HTTP date. `undefined` for anything else. */
export const retryAfterOf = ({ headers, receivedAt }: Answer): Duration.Duration | undefined => {
  const text = headerOf(headers, "retry-after")?.trim()
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Duration.min(Duration.seconds(Number(text)), MAX_RETRY_AFTER)
  const date = httpDateIn(text)
  return date === undefined
    ? undefined
    : Duration.min(Duration.millis(Math.max(0, date - receivedAt)), MAX_RETRY_AFTER)
}
