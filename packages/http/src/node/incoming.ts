import type { IncomingMessage, ServerResponse } from "node:http"
import { createHeaders, createRequest } from "@remix-run/node-fetch-server"
import { calledFrom } from "../caller.js"
import { BodyTaken, BodyTooLarge, NotARequest } from "./door-failure.js"
import type { Origin } from "./origin.js"

/** A name or an address, and perhaps a port: nothing that could end the host and begin a path. */
const HOST = /^(?:[\w.~-]+|\[[\dA-Fa-f:.]+\])(?::\d{1,5})?$/

/** The path and the query, whole where a framework has cut off where it mounted the door. */
const targetOf = (request: IncomingMessage): string => {
  const original: unknown = Reflect.get(request, "originalUrl")
  const target = typeof original === "string" ? original : (request.url ?? "")
  // To a proxy, requests name the host in their address; servers take such an address, too.
  const [, path] = /^https?:\/\/[^/?#]*(.*)$/i.exec(target) ?? []
  const rooted = path === undefined ? target : `/${path.replace(/^\//, "")}`
  if (!rooted.startsWith("/")) throw new NotARequest()
  return rooted
}

/** The bytes that a parser in front of the door kept. */
const keptBytes = (request: IncomingMessage): Uint8Array<ArrayBuffer> | undefined =>
  [Reflect.get(request, "rawBody"), Reflect.get(request, "body")].find(
    (kept): kept is Uint8Array<ArrayBuffer> => kept instanceof Uint8Array,
  )

const bodyOf = (request: IncomingMessage, limit: number): Uint8Array<ArrayBuffer> | undefined => {
  const kept = keptBytes(request)
  if (kept === undefined && request.readableDidRead) throw new BodyTaken()
  const length = kept?.length ?? Number(request.headers["content-length"] ?? 0)
  if (length > limit) throw new BodyTooLarge(limit)
  return kept
}

const limited = (limit: number): TransformStream<Uint8Array, Uint8Array> => {
  let received = 0
  return new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength
      if (received > limit) throw new BodyTooLarge(limit)
      controller.enqueue(chunk)
    },
  })
}

/** Of a body whose length nobody said, no more is handed on than the limit. */
const withinLimit = (request: Request, limit: number): Request =>
  request.body === null
    ? request
    : new Request(request, { body: request.body.pipeThrough(limited(limit)), duplex: "half" })

/** The request with the bytes that somebody kept. Its stream is at its end, and must not be listened to. */
const withBytes = (
  request: IncomingMessage,
  response: ServerResponse,
  url: string,
  body: Uint8Array<ArrayBuffer>,
): Request => {
  const gone = new AbortController()
  response.once("close", () => {
    if (!response.writableFinished) gone.abort()
  })
  const { method = "POST" } = request
  return new Request(url, { method, headers: createHeaders(request), body, signal: gone.signal })
}

/** Reads the address anew for this call, and leaves it to the framework as it was. */
const asStream = (
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  { protocol, host }: Origin,
): Request => {
  const { url } = request
  request.url = target
  try {
    return createRequest(request, response, { protocol, host })
  } finally {
    if (url !== undefined) request.url = url
  }
}

const read = (
  request: IncomingMessage,
  response: ServerResponse,
  origin: Origin,
  bodyLimit: number,
): Request => {
  const target = targetOf(request)
  if (!HOST.test(origin.host)) throw new NotARequest()
  if (request.method === "GET" || request.method === "HEAD")
    return asStream(request, response, target, origin)
  const kept = bodyOf(request, bodyLimit)
  if (kept !== undefined) {
    return withBytes(request, response, `${origin.protocol}//${origin.host}${target}`, kept)
  }
  const streamed = asStream(request, response, target, origin)
  return request.headers["content-length"] === undefined ? withinLimit(streamed, bodyLimit) : streamed
}

/**
 * A request of Node's as a `Request`: `signal` is aborted when the client goes away.
 *
 * @param bodyLimit in bytes; a longer body whose length is not said before fails while it is read, with `BodyTooLarge`
 * @throws DoorFailure
 */
export const incomingRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  origin: Origin,
  bodyLimit: number,
): Request => {
  try {
    return calledFrom(read(request, response, origin, bodyLimit), origin.remoteAddress)
  } catch (error) {
    // Whatever a `Request` cannot be made of, such as the method TRACE.
    throw error instanceof TypeError ? new NotARequest() : error
  }
}
