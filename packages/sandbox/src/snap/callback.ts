import { setAt } from "../dotted-path.js"
import type { LedgerPayment } from "../ledger.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import type { SnapDialectFacts } from "./acquirers.js"
import { codeOf, described, money, snapTime } from "./answer.js"
import { acquirerKeys } from "./keys.js"
import type { SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"
import { bodyHash, compacted, hmac, rsa } from "./signature.js"

/** What is told to a merchant, and where: the address is part of what some acquirers sign. */
export interface CallbackTerms {
  readonly acquirer: SnapAcquirer
  readonly facts: SnapDialectFacts
  readonly settings: SnapSettings
  readonly url: string
  readonly now: Date
  readonly contractId: string
}

/** A body as the acquirer's own software writes it. */
function serialised(content: unknown, as: SnapSettings["callbacksAs"]): string {
  if (as === "indented") return JSON.stringify(content, null, 2)
  const compact = JSON.stringify(content)
  // As PHP and Java escape; the same text to a parser, other bytes to a hash.
  return as === "escaped" ? compact.replaceAll("/", "\\/").replaceAll("TOKO", "\\u0054OKO") : compact
}

function signedOver({ facts, settings, url }: CallbackTerms, body: string, timestamp: string): string {
  const { pathname } = new URL(url)
  const key = acquirerKeys().privateKey
  const hash = bodyHash(compacted(body))
  switch (facts.callback.recipe) {
    case "R1":
      return rsa(key, `POST:${pathname}:${hash}:${timestamp}`)
    case "R2":
      return rsa(key, `POST:${url}:${bodyHash(body)}:${timestamp}`)
    case "R3":
      // BRI knows the merchant by the id that it has with it; NICEPAY by the merchant's own [A].
      return rsa(
        key,
        `${facts.callback.tokenTail === undefined ? settings.clientId : settings.inboundClientId}|${timestamp}`,
      )
    case "R6":
      return hmac(settings.clientSecret, `${url}:v1:${hash}:${timestamp}`, "base64")
    case "R7":
      return ""
  }
}

/** The form that DOKU's archived page shows [A]; nothing in it can be verified. */
function form(payment: LedgerPayment, facts: SnapDialectFacts, overrides: CallbackOverrides): string {
  const code = codeOf(payment, facts)
  return new URLSearchParams({
    WORDS: "0".repeat(40),
    INVOICE: payment.externalId,
    TRANSACTIONID: payment.paymentId,
    AMOUNT: money(overrides.amount ?? payment.paidAmount ?? payment.amount).value,
    TXNDATE: snapTime(payment.paidAt ?? payment.createdAt)
      .replace(/\D/g, "")
      .slice(0, 14),
    TXNSTATUS: overrides.status ?? payment.statedWord ?? (code === "00" ? "S" : "F"),
    CUSTOMERNAME: payment.payerName ?? "",
    ISSUERNAME: payment.issuer ?? "",
    REFERENCEID: "000000000001",
  }).toString()
}

/** The callback about a payment as it is now, or a forgery of it: the signature stays that of the real one. */
export function writeCallback(
  payment: LedgerPayment,
  terms: CallbackTerms,
  overrides: CallbackOverrides,
): RawCallback {
  const { acquirer, facts, settings, url, now, contractId } = terms
  if (facts.callback.recipe === "R7") {
    const headers = { "content-type": "application/x-www-form-urlencoded" }
    return { headers, body: form(payment, facts, overrides) }
  }
  const content = described(payment, acquirer, facts)
  // Of one that has an id of its own by then [A].
  if (acquirer === "dana") content["originalReferenceNo"] = payment.paymentId
  if (acquirer === "winpay") setAt(content, "additionalInfo.contractId", contractId)
  setAt(content, "additionalInfo.merchantName", settings.merchantName)
  setAt(content, "additionalInfo.url", "https://toko.example/a")
  const timestamp = snapTime(now)
  const genuine = serialised(content, settings.callbacksAs)
  const signature = signedOver(terms, genuine, timestamp)
  if (overrides.status !== undefined) setAt(content, "latestTransactionStatus", overrides.status)
  if (overrides.amount !== undefined) setAt(content, "amount", money(overrides.amount))
  for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
  return {
    url,
    headers: {
      "content-type": "application/json",
      "x-timestamp": timestamp,
      "x-partner-id": settings.partnerId,
      "x-external-id": `${now.getTime()}`,
      ...(facts.callback.recipe === "R6" && { "x-version": "v1" }),
      ...(!overrides.unsigned && {
        "x-signature": overrides.wrongSignature ? falsified(signature) : signature,
      }),
    },
    body: serialised(content, settings.callbacksAs),
  }
}

function falsified(signature: string): string {
  return (signature.startsWith("A") ? "B" : "A") + signature.slice(1)
}

/** How an acquirer asks the merchant for a token before it calls back [A]. */
export function tokenRequest({ inboundClientId }: SnapSettings, now: Date): Omit<RawCallback, "url"> {
  const timestamp = snapTime(now)
  return {
    headers: {
      "content-type": "application/json",
      "x-client-key": inboundClientId,
      "x-timestamp": timestamp,
      "x-signature": rsa(acquirerKeys().privateKey, `${inboundClientId}|${timestamp}`),
    },
    body: JSON.stringify({ grantType: "client_credentials" }),
  }
}
