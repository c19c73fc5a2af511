import type { AttemptFailure } from "../record/record.js"

/** Refusals and failures to send that say that a provider is away, and nothing about what was asked of it. */
const IS_AWAY: ReadonlySet<string> = new Set([
  "NetworkFailure",
  "TimedOut",
  "ProviderUnavailable",
  "RateLimited",
  // Of a login: a page of somebody's gateway in place of a token. The create itself was not sent.
  "MalformedResponse",
  // The platform's credentials there cannot be had just now.
  "AccountUnavailable",
])

/**
 * The provider to ask after one that failed, where there is one. A create whose outcome is unknown counts as failed:
 * its QR was shown to nobody, so nobody can pay it. A refusal of what was asked is the answer, also of the next one.
 */
export const nextProvider = (
  providers: ReadonlyArray<string>,
  failed: string,
  { outcome, reason }: Pick<AttemptFailure, "outcome" | "reason">,
): string | undefined => {
  const place = providers.indexOf(failed)
  return place !== -1 && (outcome === "unknown" || IS_AWAY.has(reason)) ? providers[place + 1] : undefined
}
