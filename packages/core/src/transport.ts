import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { HeaderRecord } from "./notification.js"

/** No provider's answer is longer; a longer one is refused while it is being read. */
export const MAX_BODY_BYTES = 1024 * 1024

/** Time-outs of one attempt, in milliseconds. */
export interface AttemptTimeouts {
  /** From the request written to the last header read. */
  readonly headers: number
  /** The longest silence within the body. */
  readonly body: number
  /** The whole attempt, waiting for a connection included. */
  readonly total: number
}

/** One request, ready to be sent. */
export interface TransportRequest {
  readonly method: "POST" | "GET"
  /** Absolute. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeouts: AttemptTimeouts
}

/** One answer, whatever its status, as it came. */
export interface TransportResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: HeaderRecord
  /** At most `MAX_BODY_BYTES`. */
  readonly body: Uint8Array
}

/**
 * No usable answer. `not_sent` only where the request surely never left; everything in doubt is `unknown`.
 * `description` and `code` name no header, no body and no credential.
 */
export class TransportFailure extends Schema.TaggedError<TransportFailure>()("TransportFailure", {
  /** `unavailable`: the transport itself is not there; only another build or runtime helps. */
  kind: Schema.Literals(["network", "timeout", "oversized", "unavailable"]),
  outcome: Schema.Literals(["not_sent", "unknown"]),
  description: Schema.String,
  code: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    return `${this.description}${this.code === undefined ? "" : ` (${this.code})`}`
  }
}

/** This runtime cannot run the transport. Says what it needs, and what it found. Thrown when a transport is opened. */
export class TransportUnavailable extends Schema.TaggedError<TransportUnavailable>()("TransportUnavailable", {
  description: Schema.String,
}) {
  override get message(): string {
    return `The transport cannot be opened: ${this.description}.`
  }
}

/**
 * How requests reach a provider: the one port of this package towards the network.
 *
 * An implementation never follows a redirect, never repeats a request, stops reading after `MAX_BODY_BYTES`, keeps to
 * the time-outs, and gives up when it is interrupted.
 */
export class Transport extends Context.Service<
  Transport,
  { send(request: TransportRequest): Effect.Effect<TransportResponse, TransportFailure> }
>()("@qriskit/core/Transport") {}

/** A transport and the way to free its connections. */
export interface OpenTransport {
  readonly transport: Transport["Service"]
  /**
   * Waits for what is under way, the calls of promise doors as a whole, then frees what was opened.
   * May be called again.
   */
  close(): Promise<void>
}
