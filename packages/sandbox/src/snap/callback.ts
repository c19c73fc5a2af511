import { setAt } from "../dotted-path.js"
import type { LedgerPayment } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { money, snapTime } from "./answer.js"
import type { CallbackHeader } from "./facts.js"
import { form, type NoticeTerms, notice } from "./notice.js"
import type { SnapSettings } from "./settings.js"
import { bodyHash, compacted, hmac, rsa } from "./signature.js"

/** What is told to a merchant, and where: the address is part of what some acquirers sign. */
export interface CallbackTerms extends NoticeTerms {
  /** The acquirer's. */
  readonly privateKey: string
  readonly url: string
  readonly now: Date
}

/** A body as the acquirer's own software writes it. */
function serialised(content: unknown, as: SnapSettings["callbacksAs"]): string {
  const compact = JSON.stringify(content)
  switch (as) {
    case "indented":
      return JSON.stringify(content, null, 2)
    case "escaped":
      // As PHP and Java escape; the same text to a parser, other bytes to a hash.
      return compact.replaceAll("/", "\\/").replaceAll("TOKO", "\\u0054OKO")
    default:
      return compact
  }
}

/** As it is sent: DANA's `extendInfo` may go out without its escapes, though what is signed has them [R]. */
function sent(body: string, as: SnapSettings["callbacksAs"]): string {
  return as === "malformed extendInfo"
    ? body.replace(/"extendInfo":"(?:\\.|[^"\\])*"/, (field) => field.replaceAll('\\"', '"'))
    : body
}

/** BRI knows the merchant by the id that it has with it; NICEPAY by the merchant's own [A]. */
const clientOf = ({ facts, settings }: CallbackTerms): string =>
  facts.callback.tokenTail === undefined ? settings.clientId : settings.inboundClientId

function signedOver(terms: CallbackTerms, body: string, timestamp: string): string {
  const { facts, settings, url, privateKey } = terms
  const { pathname, search } = new URL(url)
  const hash = bodyHash(compacted(body))
  switch (facts.callback.recipe) {
    case "R1":
      return rsa(privateKey, `POST:${pathname}${search}:${hash}:${timestamp}`)
    case "R2":
      return rsa(privateKey, `POST:${url}:${bodyHash(body)}:${timestamp}`)
    case "R3":
      return rsa(privateKey, `${clientOf(terms)}|${timestamp}`)
    case "R6":
      return hmac(settings.clientSecret, `${url}:v1:${hash}:${timestamp}`, "base64")
    case "R7":
      return ""
  }
}

/** The headers that an acquirer documents, no others. */
function headersOf(terms: CallbackTerms): Record<string, string> {
  const { callback } = terms.facts
  const values: Record<CallbackHeader, string> = {
    "x-client-key": clientOf(terms),
    "x-partner-id": terms.settings.partnerId,
    "x-external-id": `${terms.now.getTime()}`,
    "channel-id": "95221",
  }
  return {
    ...Object.fromEntries(callback.headers.map((name) => [name, values[name]])),
    ...(callback.recipe === "R6" && { "x-version": "v1" }),
  }
}

/** The callback about a payment as it is now, or a forgery of it: the signature stays that of the real one. */
export function writeCallback(
  payment: LedgerPayment,
  terms: CallbackTerms,
  overrides: CallbackOverrides,
): RawCallback {
  const { facts, settings, url, now } = terms
  if (facts.callback.recipe === "R7") {
    const headers = { "content-type": "application/x-www-form-urlencoded" }
    return { headers, body: form(payment, settings, facts, overrides) }
  }
  const content = notice(payment, terms)
  const timestamp = snapTime(now)
  const signature = signedOver(terms, serialised(content, settings.callbacksAs), timestamp)
  if (overrides.status !== undefined) setAt(content, "latestTransactionStatus", overrides.status)
  if (overrides.amount !== undefined) setAt(content, "amount", money(overrides.amount))
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  return {
    url,
    headers: {
      "content-type": "application/json",
      "x-timestamp": timestamp,
      ...headersOf(terms),
      ...(!overrides.unsigned && {
        "x-signature": overrides.wrongSignature ? falsified(signature) : signature,
      }),
    },
    body: sent(serialised(content, settings.callbacksAs), settings.callbacksAs),
  }
}

function falsified(signature: string): string {
  return (signature.startsWith("A") ? "B" : "A") + signature.slice(1)
}

/** How an acquirer asks the merchant for a token before it calls back [A]. */
export function tokenRequest(
  { inboundClientId }: SnapSettings,
  privateKey: string,
  now: Date,
): Omit<RawCallback, "url"> {
  const timestamp = snapTime(now)
  return {
    headers: {
      "content-type": "application/json",
      "x-client-key": inboundClientId,
      "x-timestamp": timestamp,
      "x-signature": rsa(privateKey, `${inboundClientId}|${timestamp}`),
    },
    body: JSON.stringify({ grantType: "client_credentials" }),
  }
}
