import type { RetryPolicy } from "../configuration.js"

/**
 * The pause before repeat number `repeat` (from 1), in milliseconds: doubling from `baseDelay`, at most `maxDelay`,
 * jittered down by up to a quarter. A provider's own `retryAfterMillis` counts where it is longer.
 *
 * @param random 0 (inclusive) to 1 (exclusive)
 */
export const pauseBefore = (
  policy: RetryPolicy,
  repeat: number,
  random: number,
  retryAfterMillis: number,
): number => {
  const doubled = Math.min(policy.maxDelay, policy.baseDelay * 2 ** (repeat - 1))
  return Math.max(Math.round(doubled * (1 - random / 4)), retryAfterMillis)
}
