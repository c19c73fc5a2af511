import type { IncomingMessage, ServerResponse } from "node:http"

/** A request of Express's, or of Fastify's around one of Node's, as far as the door is concerned. */
export type PlatformRequest = (IncomingMessage | { readonly raw: IncomingMessage }) & {
  /** The bytes as received: there where the application was created with `rawBody: true`. */
  readonly rawBody?: Uint8Array
  /** What a parser of the application made of them. */
  readonly body?: unknown
  /** The parts of the path that the route names. */
  readonly params?: Readonly<Record<string, unknown>>
}

/** A response of Express's, or a reply of Fastify's. */
export type PlatformResponse = ServerResponse | { readonly raw: ServerResponse; hijack(): unknown }

/** A form that a parser took apart, as bytes again. A field that was sent twice is kept twice. */
const formBytes = (body: unknown): Uint8Array | undefined => {
  if (typeof body !== "object" || body === null || Buffer.isBuffer(body)) return undefined
  const fields = Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => typeof each === "string")
      .map((each): [string, string] => [name, each]),
  )
  return Buffer.from(new URLSearchParams(fields).toString())
}

/** Node's own request and response, with the bytes of a body that was read before. */
export const nodePair = (
  request: PlatformRequest,
  response: PlatformResponse,
): readonly [IncomingMessage, ServerResponse] => {
  const raw = "raw" in request ? request.raw : request
  const bytes = request.rawBody ?? formBytes(request.body)
  if (bytes !== undefined && raw.readableEnded) Object.assign(raw, { rawBody: bytes })
  if (!("hijack" in response)) return [raw, response]
  response.hijack()
  return [raw, response.raw]
}
