import type { IncomingMessage, ServerResponse } from "node:http"
import { type FastifyReplyLike, type FastifyRequestLike, toFastifyHandler } from "@qriskit/http/fastify"
import { type DoorOptions, toNodeListener } from "@qriskit/http/node"

/** A request of Express's, or of Fastify's around one of Node's, as far as the door is concerned. */
export type PlatformRequest = (IncomingMessage | FastifyRequestLike) & {
  /** The bytes as received: there where the application was created with `rawBody: true`. */
  readonly rawBody?: Uint8Array
  /** What a parser of the application made of them. */
  readonly body?: unknown
  /** The parts of the path that the route names. */
  readonly params?: Readonly<Record<string, unknown>>
}

/** A response of Express's, or a reply of Fastify's. */
export type PlatformResponse = ServerResponse | FastifyReplyLike

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

/** Keeps the bytes of a body that was read before where the doors look for them. */
const keepBytes = (raw: IncomingMessage, { rawBody, body }: PlatformRequest): void => {
  const bytes = rawBody ?? formBytes(body)
  if (bytes !== undefined && raw.readableEnded) Object.assign(raw, { rawBody: bytes })
}

/** Answers a request of either platform, as that platform's own door does. */
export const answerOn = (
  request: PlatformRequest,
  response: PlatformResponse,
  handle: (request: Request) => Promise<Response>,
  options: DoorOptions,
): void => {
  if ("raw" in request && "hijack" in response) {
    keepBytes(request.raw, request)
    void toFastifyHandler(handle, options)(request, response)
  } else if (!("raw" in request) && !("hijack" in response)) {
    keepBytes(request, request)
    toNodeListener(handle, options)(request, response)
  }
}
