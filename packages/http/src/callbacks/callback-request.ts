import type { HeaderRecord, ReceivedNotification } from "@qriskit/core"
import type { CallbackOutcome } from "./answer.js"

/** Why there are no bytes to be had of a request. */
export interface NoBytes {
  readonly outcome: CallbackOutcome
  readonly why: string
}

/** What a framework's request says, as far as a callback is concerned. */
export interface CallbackRequest {
  readonly headers: HeaderRecord
  /** The path as it was called, with the query. It may hold a secret: never log it. */
  readonly path: string
  /** The caller's address; behind a proxy only if that is trusted. */
  readonly remoteAddress?: string | undefined
  /** The bytes as received. Read once, when the account is known. May reject where the client went away. */
  bytes(): Promise<Uint8Array | NoBytes> | Uint8Array | NoBytes
}

/** What a body that is too long is refused with. */
export const tooLong = (limit: number): NoBytes => ({
  outcome: "oversized",
  why: `it is longer than ${limit} bytes`,
})

/** A request as a provider's `notifications` want it. */
export const notificationOf = (request: CallbackRequest, body: Uint8Array): ReceivedNotification => ({
  headers: request.headers,
  body,
  path: request.path,
  // A framework may work it out anew each time, and few providers are told whom to allow.
  get remoteAddress() {
    return request.remoteAddress
  },
})
