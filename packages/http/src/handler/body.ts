import { type NoBytes, tooLong } from "../callbacks/callback-request.js"
import { BodyTooLarge } from "../node/door-failure.js"

/** The names that encodings have in HTTP, and in `DecompressionStream`. */
const ENCODINGS: Readonly<Record<string, string>> = {
  gzip: "gzip",
  "x-gzip": "gzip",
  deflate: "deflate",
  br: "brotli",
}

const NO_BODY: NoBytes = { outcome: "malformed", why: "it has no body" }

const BROKEN: NoBytes = { outcome: "malformed", why: "its body could not be read to its end" }

const UNREADABLE: NoBytes = {
  outcome: "unread",
  why: "its content encoding is none that this runtime can unpack",
}

const READ_BEFORE: NoBytes = {
  outcome: "failed",
  why: "something has read its body before @qriskit/http, with request.json() or the like, and signatures cover the bytes as they came: hand over the request itself before anybody reads it",
}

/**
 * Of Workers' and Bun's types, `DecompressionStream` knows other formats than of Node's; whether it can
 * is found out here.
 */
const unpacking = (encoding: string): ReadableWritablePair<Uint8Array, Uint8Array> | undefined => {
  const format = Object.hasOwn(ENCODINGS, encoding) ? ENCODINGS[encoding] : undefined
  if (format === undefined) return undefined
  try {
    return Reflect.construct(DecompressionStream, [format])
  } catch {
    return undefined
  }
}

const collected = async (
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array | NoBytes> => {
  const chunks: Array<Uint8Array> = []
  let length = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of stream) {
    length += chunk.byteLength
    if (length > limit) return tooLong(limit)
    chunks.push(chunk)
  }
  if (length === 0) return NO_BODY
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

/** The bytes of a request as they came, unpacked where they came packed. No more than the limit is ever held. */
export const bytesOf = async (request: Request, limit: number): Promise<Uint8Array | NoBytes> => {
  if (request.bodyUsed) return READ_BEFORE
  const { body, headers } = request
  if (body === null) return NO_BODY
  if (Number(headers.get("content-length") ?? 0) > limit) return tooLong(limit)
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity"
  const unpacked = encoding === "identity" || encoding === "" ? body : unpackedBy(body, encoding)
  if (unpacked === undefined) return UNREADABLE
  try {
    return await collected(unpacked, limit)
  } catch (error) {
    return error instanceof BodyTooLarge ? tooLong(limit) : BROKEN
  }
}

const unpackedBy = (
  body: ReadableStream<Uint8Array>,
  encoding: string,
): ReadableStream<Uint8Array> | undefined => {
  const pair = unpacking(encoding)
  return pair === undefined ? undefined : body.pipeThrough(pair)
}
