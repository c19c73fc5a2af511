import type * as Effect from "effect/Effect"
import type { NotificationReply, RawNotification } from "./notification.js"

/** Where an acquirer asks us for a token, which it then brings along with its callbacks. */
export interface TokenEndpoint {
  /** How the address ends that the acquirer calls: `/snap/v1.0/access-token/b2b`. */
  readonly path: string
  /**
   * Answers the acquirer's request: with a token where the signature is its own, else with its refusal in the
   * acquirer's words. It never fails, and stores nothing: whatever process the callback reaches accepts the token.
   */
  answer(raw: RawNotification): Effect.Effect<NotificationReply>
}

/** A provider whose acquirer asks for a token of ours before it calls back. */
export interface GivesTokens {
  readonly tokenEndpoint: TokenEndpoint
}

/**
 * Whether a provider met at run time has such an endpoint, which then needs a route of its own beside the callbacks'.
 *
 * @example
 * ```ts
 * import { givesTokens, type QrisProvider, type RawNotification } from "@qriskit/core"
 * import * as Effect from "effect/Effect"
 *
 * const answer = (provider: QrisProvider, raw: RawNotification) =>
 *   givesTokens(provider) ? provider.tokenEndpoint.answer(raw) : Effect.succeed({ status: 404, headers: {}, body: "" })
 * ```
 */
export const givesTokens = <P extends object>(provider: P): provider is P & GivesTokens =>
  "tokenEndpoint" in provider && typeof provider.tokenEndpoint === "object"
