import type * as Redacted from "effect/Redacted"
import type { RetryPolicy, Timeouts } from "../configuration.js"
import type { Transport } from "../transport.js"

/** What one provider's calls have in common. */
export interface ExchangeOptions {
  /** The provider's id, for errors. */
  readonly provider: string
  /** Package name and version, sent as User-Agent: `@qriskit/provider-zipay/0.1.0`. */
  readonly userAgent: string
  readonly transport: Transport["Service"]
  readonly timeouts: Timeouts
  readonly retry: RetryPolicy
  /**
   * Everything that must never come back in an error or in `raw`: the password, and what is made of it where
   * that is sent, as the Basic pair in base64. Escapes of JSON, of an address or of a form in which it comes
   * back are seen through.
   */
  readonly secrets: ReadonlyArray<Redacted.Redacted<string>>
}

/** Headers of every call, with and without a body. */
interface CommonHeaders {
  readonly bare: Readonly<Record<string, string>>
  readonly withBody: Readonly<Record<string, string>>
}

/** By User-Agent: all clients of a provider have the same, and a call copies them. */
const commonHeaders = new Map<string, CommonHeaders>()

const commonHeadersOf = (userAgent: string): CommonHeaders => {
  const known = commonHeaders.get(userAgent)
  if (known !== undefined) return known
  const bare = { accept: "application/json", "accept-encoding": "identity", "user-agent": userAgent }
  const made = { bare, withBody: { "content-type": "application/json", ...bare } }
  commonHeaders.set(userAgent, made)
  return made
}

/** What the clients of one provider over one transport have in common, unless they are configured otherwise. */
export interface ExchangeSettings {
  readonly provider: string
  readonly transport: Transport["Service"]
  readonly retry: RetryPolicy
  readonly headersMillis: number
  readonly bodyMillis: number
  readonly deadlineMillis: number
  readonly common: CommonHeaders
}

const isSameRetry = (a: RetryPolicy, b: RetryPolicy): boolean =>
  (Object.keys(a) as ReadonlyArray<keyof RetryPolicy>).every((name) => a[name] === b[name])

const isSame = (a: ExchangeSettings, b: ExchangeSettings): boolean =>
  a.provider === b.provider &&
  a.common === b.common &&
  a.headersMillis === b.headersMillis &&
  a.bodyMillis === b.bodyMillis &&
  a.deadlineMillis === b.deadlineMillis &&
  isSameRetry(a.retry, b.retry)

/** Those of the latest client: the next one is mostly another account of the same platform, configured alike. */
const latestSettings = new WeakMap<Transport["Service"], ExchangeSettings>()

/** The settings of a client: the same object as the latest client's, where they are alike. */
export const settingsOf = ({
  provider,
  transport,
  retry,
  timeouts,
  userAgent,
}: ExchangeOptions): ExchangeSettings => {
  const settings = {
    provider,
    transport,
    retry,
    headersMillis: timeouts.headers,
    bodyMillis: timeouts.body,
    deadlineMillis: timeouts.deadline,
    common: commonHeadersOf(userAgent),
  }
  const latest = latestSettings.get(transport)
  if (latest !== undefined && isSame(latest, settings)) return latest
  latestSettings.set(transport, settings)
  return settings
}
