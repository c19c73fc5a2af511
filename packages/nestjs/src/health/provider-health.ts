import { isReaching, type QrisClient } from "../qris-client.js"

/** One provider, as a health report shows it. */
export interface ProviderHealth {
  readonly reachable: boolean
  readonly why?: string
  /** Milliseconds that its clock is ahead of ours. */
  readonly clockOffset?: number
}

/** Asks a provider's host for nothing, for at most `timeoutMillis` milliseconds. */
export const providerHealthOf = async (
  client: QrisClient,
  timeoutMillis: number,
): Promise<ProviderHealth> => {
  if (!isReaching(client)) return { reachable: false, why: "this client cannot be asked whether it is there" }
  const signal = AbortSignal.timeout(timeoutMillis)
  try {
    const answer = await client.reach({ signal })
    if (!answer.isReachable) return { reachable: false, why: answer.why }
    return {
      reachable: true,
      ...(answer.clockOffset === undefined ? {} : { clockOffset: answer.clockOffset }),
    }
  } catch (error) {
    // `reach` itself never fails: only the signal ends it.
    if (!signal.aborted) throw error
    return { reachable: false, why: `it did not answer within ${timeoutMillis} ms` }
  }
}
