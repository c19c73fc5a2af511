import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HeaderRecord } from "../../src/notification.js"
import { type Transport, TransportFailure, type TransportRequest } from "../../src/transport.js"

/** What a provider does with one request: it answers, or the request fails on its way. */
export type Move =
  | {
      readonly status: number
      readonly body?: string | Uint8Array
      readonly headers?: HeaderRecord
      readonly after?: Duration.Input
    }
  | (Pick<TransportFailure, "kind" | "outcome"> & { readonly code?: string; readonly after?: Duration.Input })

export interface Sent extends TransportRequest {
  /** When, in milliseconds of the test's clock. */
  readonly at: number
}

/** A transport without a network, on the test's clock. Makes the moves in order, and the last one again and again. */
export const scriptedTransport = (moves: ReadonlyArray<Move>) => {
  const sent: Array<Sent> = []
  const transport: Transport["Service"] = {
    send: (request) =>
      Effect.gen(function* () {
        const move = moves[Math.min(sent.length, moves.length - 1)]
        sent.push({ ...request, at: yield* Clock.currentTimeMillis })
        if (move === undefined) throw new Error("the script is empty")
        if (move.after !== undefined) yield* Effect.sleep(move.after)
        if ("kind" in move) {
          const { kind, outcome, code } = move
          const description = "it broke"
          return yield* new TransportFailure({
            kind,
            outcome,
            description,
            ...(code === undefined ? {} : { code }),
          })
        }
        const { status, headers = {}, body = "" } = move
        return { status, headers, body: typeof body === "string" ? new TextEncoder().encode(body) : body }
      }),
  }
  return { transport, sent }
}
