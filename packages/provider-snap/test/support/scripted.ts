import { Transport, TransportFailure, type TransportRequest } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { make, type SnapConfigInput, type SnapProfileInput } from "../../src/index.js"
import { configOf } from "./merchant.js"

/** An answer, or a failure on the way. */
export type Move = { readonly status?: number; readonly body: unknown } | "refused" | "cut"

const TOKEN_ANSWER = { responseCode: "2007300", accessToken: "token-1", expiresIn: "900" }

/** A profile's provider over answers in order, without a network; the last one again and again. */
export const scripted = <P extends SnapProfileInput>(
  profile: P,
  moves: ReadonlyArray<Move>,
  changes?: Partial<SnapConfigInput<P>>,
  token: Move = { body: TOKEN_ANSWER },
) => {
  const sent: Array<TransportRequest & { readonly json: Record<string, unknown> }> = []
  const calls: Array<TransportRequest> = []
  const send: Transport["Service"]["send"] = (request) =>
    Effect.suspend(() => {
      const isToken = request.url.endsWith("/access-token/b2b")
      calls.push(request)
      const move: Move = isToken ? token : (moves[Math.min(sent.length, moves.length - 1)] ?? "cut")
      if (!isToken) sent.push({ ...request, json: JSON.parse(request.body ?? "{}") })
      if (move === "refused" || move === "cut") {
        const outcome = move === "refused" ? "not_sent" : "unknown"
        return Effect.fail(new TransportFailure({ kind: "network", outcome, description: move }))
      }
      const { status = 200, body } = move
      return Effect.succeed({
        status,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
      })
    })
  const provider = Effect.runSync(
    Effect.provideService(make(configOf(profile, changes)), Transport, { send }),
  )
  return { provider, sent, calls }
}
