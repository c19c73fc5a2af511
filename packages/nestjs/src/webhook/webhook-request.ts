import type { HeaderRecord, ReceivedNotification } from "@qriskit/core"

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

/** A request as a provider's `notifications` want it. `undefined` where its raw bytes were not kept. */
export const rawNotificationOf = (request: WebhookRequest): ReceivedNotification | undefined =>
  request.rawBody === undefined
    ? undefined
    : {
        headers: request.headers,
        body: request.rawBody,
        path: request.originalUrl,
        // Express works it out anew each time, and few providers are told whom to allow.
        get remoteAddress() {
          return request.ip
        },
      }
