import type { QrisClient } from "@qriskit/http/webhook-kit"
import { isReaching } from "@qriskit/http/webhook-kit"

/** Beyond this, in milliseconds, signatures and expiries that hold a time begin to fail. */
const TOLERATED_OFFSET = 30_000

/**
 * A sentence for people where a provider's clock and ours disagree. `undefined` where they agree or nothing is known.
 */
export const clockWarning = async (client: QrisClient): Promise<string | undefined> => {
  if (!isReaching(client)) return undefined
  const answer = await client.reach()
  const offset = answer.isReachable ? answer.clockOffset : undefined
  if (offset === undefined || Math.abs(offset) <= TOLERATED_OFFSET) return undefined
  const seconds = Math.round(Math.abs(offset) / 1_000)
  const side = offset > 0 ? "behind" : "ahead of"
  return `This machine's clock is ${seconds} s ${side} ${client.capabilities.title}'s: synchronise it (NTP), or expiries and signatures with a time may be refused.`
}
