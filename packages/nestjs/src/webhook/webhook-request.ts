import type { HeaderRecord } from "@qriskit/core"
import type { CallbackRequest, NoBytes } from "@qriskit/http/webhook-kit"
import { RAW_BODY_SENTENCE } from "../startup/raw-body.js"

/** What Express's and Fastify's requests have in common, as far as a callback is concerned. */
export interface WebhookRequest {
  readonly headers: HeaderRecord
  /** The bytes as received: there where the application was created with `rawBody: true`. */
  readonly rawBody?: Uint8Array
  /** What a parser made of the bytes. Only whether there is any counts here. */
  readonly body?: unknown
  /** The path as it was called, with the query. It may hold a secret: never log it. */
  readonly originalUrl: string
  /** The parts of the path that the route names, decoded. */
  readonly params?: Readonly<Record<string, unknown>>
  /** The caller's address; behind a proxy only if the application trusts it. */
  readonly ip?: string
}

/** The content types whose bytes Nest keeps. */
const PARSED = /^\s*application\/(json|x-www-form-urlencoded)\s*(;|$)/i

/** Why there are no bytes: no body at all, raw bodies switched off, or a content type that nothing reads. */
const withoutBytes = ({ headers, body }: WebhookRequest): NoBytes => {
  const isEmpty = headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0
  if (isEmpty) return { outcome: "malformed", why: "it has no body" }
  const [contentType = ""] = [headers["content-type"]].flat()
  // Fastify parses plain text, too, and keeps no bytes of it.
  if (body === undefined || !PARSED.test(contentType)) {
    return { outcome: "unread", why: "its content type is neither JSON nor a form" }
  }
  return { outcome: "failed", why: RAW_BODY_SENTENCE }
}

/** A request of Nest's as a reception takes it. */
export const callbackRequestOf = (request: WebhookRequest): CallbackRequest => ({
  headers: request.headers,
  path: request.originalUrl,
  // Express works it out anew each time, and few providers are told whom to allow.
  get remoteAddress() {
    return request.ip
  },
  bytes: () => request.rawBody ?? withoutBytes(request),
})
