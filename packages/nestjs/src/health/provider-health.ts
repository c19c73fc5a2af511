import { QrisError } from "@qriskit/core"
import { isReaching, type QrisClient } from "@qriskit/http/webhook-kit"
import type { QrisService } from "../qris.service.js"

/** One provider, as a health report shows it. */
export interface ProviderHealth {
  /** Absent for a provider with accounts only, where the check names none to ask with. */
  readonly reachable?: boolean
  readonly why?: string
  /** Milliseconds that its clock is ahead of ours. */
  readonly clockOffset?: number
  /** How many accounts are in memory, where it has accounts. */
  readonly accounts?: number
}

/** Asks a provider's host for nothing, for at most `timeoutMillis` milliseconds. */
const reachedHealth = async (client: QrisClient, timeoutMillis: number): Promise<ProviderHealth> => {
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

/** The same with the client of an account, which has to be had first. */
const reachedThroughAccount = async (
  qris: QrisService,
  id: string,
  account: string,
  timeoutMillis: number,
): Promise<ProviderHealth> => {
  try {
    return await reachedHealth(await qris.for(account).provider(id), timeoutMillis)
  } catch (error) {
    if (!(error instanceof QrisError)) throw error
    return { reachable: false, why: `the account "${account}" cannot be had: ${error.reason._tag}` }
  }
}

/**
 * One provider of a registration.
 *
 * @param account with whose client a host is asked where its provider has accounts; `undefined`: it is not asked
 * @throws QrisSetupError for a provider that is not registered
 */
export const providerHealthOf = async (
  qris: QrisService,
  id: string,
  account: string | undefined,
  timeoutMillis: number,
): Promise<ProviderHealth> => {
  if (!qris.accountsAt.includes(id)) return reachedHealth(qris.provider(id), timeoutMillis)
  const { held: accounts } = qris.accounts(id)
  return account === undefined
    ? { accounts }
    : { ...(await reachedThroughAccount(qris, id, account, timeoutMillis)), accounts }
}
