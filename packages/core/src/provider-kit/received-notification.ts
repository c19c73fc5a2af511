import * as Result from "effect/Result"
import { QrisError } from "../error.js"
import type { HeaderRecord, RawNotification, ReceivedNotification } from "../notification.js"
import { InvalidNotification } from "../reason.js"

/** A `QrisError` about a callback. */
export const invalidNotification = (
  provider: string,
  kind: InvalidNotification["kind"],
  description: string,
): QrisError =>
  new QrisError({
    provider,
    operation: "notification",
    reason: new InvalidNotification({ kind, description }),
  })

const RAW_BYTES = "the body is not raw bytes; pass the body as it was received, before any JSON parser"
const HEADERS = "the headers are none; pass them as the server or framework gave them"

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** By its tag, not `instanceof`: test runners and workers hand over buffers of another realm. */
const isArrayBuffer = (value: unknown): value is ArrayBuffer =>
  /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))

/** The bytes or the text of a body in whichever form; `undefined` where it is neither. */
const bytesOf = (body: unknown): Uint8Array | string | undefined => {
  if (typeof body === "string") return body
  if (ArrayBuffer.isView(body))
    return body instanceof Uint8Array ? body : new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
  return isArrayBuffer(body) ? new Uint8Array(body) : undefined
}

/** Names and values, one after the other, as Node's `rawHeaders` has them. */
const pairsOfFlat = (flat: ReadonlyArray<unknown>): ReadonlyArray<readonly [unknown, unknown]> =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]] as const] : []))

const recordOfPairs = (pairs: Iterable<unknown>): HeaderRecord | undefined => {
  const values = new Map<string, Array<string>>()
  const all = Array.isArray(pairs) && typeof pairs[0] === "string" ? pairsOfFlat(pairs) : pairs
  for (const pair of all) {
    const [name, value] = Array.isArray(pair) ? (pair as ReadonlyArray<unknown>) : []
    if (typeof name !== "string" || typeof value !== "string") return undefined
    const key = name.toLowerCase()
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return Object.fromEntries(values)
}

const isIterable = (value: object): value is Iterable<unknown> =>
  Symbol.iterator in value && typeof value[Symbol.iterator] === "function"

/** What has no field to read a header from: a class with methods that cannot be walked through. */
const isOpaque = (value: object): boolean => "get" in value && typeof value.get === "function"

/** Headers by name; `undefined` where they are none. A record is handed on as it is, without a look at each. */
export const headerRecordOf = (headers: unknown): HeaderRecord | undefined => {
  if (!isObject(headers)) return undefined
  if (isIterable(headers)) return recordOfPairs(headers)
  // A record, which callers without types may have filled with anything: whoever reads a header looks at its value.
  return isOpaque(headers) ? undefined : (headers as HeaderRecord)
}

/**
 * A callback in the one form in which providers read it: headers by name, bytes or text. Fails with
 * `InvalidNotification` of kind `misuse` for what our own code handed over instead. Whoever stores callbacks, or looks
 * into them, calls it first.
 *
 * @example
 * ```ts
 * import { receivedNotification } from "@qriskit/core/provider-kit"
 * import * as Result from "effect/Result"
 *
 * const request = new Request("https://toko.example/callback", { method: "POST", body: "{}" })
 * const raw = { headers: request.headers, body: await request.arrayBuffer() }
 * const { body } = Result.getOrThrow(receivedNotification("contoh", raw))
 * ```
 */
export const receivedNotification = (
  provider: string,
  raw: RawNotification,
): Result.Result<ReceivedNotification, QrisError> => {
  const misuse = (description: string) => Result.fail(invalidNotification(provider, "misuse", description))
  if (!isObject(raw)) return misuse("it is no notification; pass its headers and its body")
  const body = bytesOf(raw.body)
  if (body === undefined) return misuse(RAW_BYTES)
  const headers = headerRecordOf(raw.headers)
  if (headers === undefined) return misuse(HEADERS)
  // Most come in this form already; what only some providers look at (`remoteAddress`) may be costly to read.
  if (body === raw.body && headers === raw.headers) return Result.succeed(raw as ReceivedNotification)
  return Result.succeed({ ...raw, headers, body })
}
