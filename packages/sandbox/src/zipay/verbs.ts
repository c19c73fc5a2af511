import { isSame } from "../constant-time.js"
import { jakartaDateTime } from "../jakarta-time.js"
import { dynamicQr } from "../qris.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { WireAnswer, WireRequest } from "../wire.js"
import { describePayment, refusal, success } from "./answer.js"
import { Refused, readJson, readJsonOrForm } from "./entrance.js"
import { zipayMerchant } from "./merchant.js"
import { createSchema, inquireSchema, loginSchema } from "./request.js"
import type { ZipaySettings } from "./settings.js"
import { createSignature, inquirySignature } from "./signature.js"
import type { Tokens } from "./tokens.js"

const MINUTE_MS = 60_000

/**
 * What Zipay answers to login, create and inquiry. Which status each refusal gets is [NOT FOUND]; these are [INFERRED].
 */
export function zipayVerbs(
  { settings, ledger, clock, identity }: Surroundings<ZipaySettings>,
  tokens: Tokens,
) {
  const login = (request: WireRequest): WireAnswer => {
    const { userId, password } = readJsonOrForm(loginSchema, request)
    const isKnown = isSame(
      JSON.stringify([userId, password]),
      JSON.stringify([settings.userId, settings.password]),
    )
    if (!isKnown) throw new Refused(401, "Wrong userId or password")
    const token = tokens.issue(userId)
    return success({ access_token: token.text, expired_token: jakartaDateTime(token.expiresAt) })
  }

  const create = (request: WireRequest): WireAnswer => {
    requireBearer(request, tokens)
    const { amount, externalId, merchantId, signature } = readJson(createSchema, request)
    requireMerchant(merchantId)
    requireSignature(signature, createSignature(settings.merchantKey, merchantId, externalId))
    if (amount < settings.minAmount || amount > settings.maxAmount) {
      throw new Refused(400, `amount: must be ${settings.minAmount} to ${settings.maxAmount}`)
    }
    if (ledger.hasExternalId("zipay", merchantId, externalId)) {
      throw new Refused(409, "externalId: has been used before")
    }
    const ids = identity()
    const name = ["zipay", merchantId, externalId]
    const createdAt = clock.now()
    const reference = referenceFor(externalId, ids.alphanumeric(25, ...name, "reference"))
    const payment = ledger.open({
      provider: "zipay",
      paymentId: ids.uuidV4(...name, "uuid"),
      externalId,
      orderId: externalId,
      scope: merchantId,
      kind: "dynamic",
      amount,
      qrPayload: dynamicQr(zipayMerchant(settings.merchantName), amount, reference),
      createdAt,
      expiresAt: wholeSecond(createdAt.getTime() + settings.qrLifetimeMinutes * MINUTE_MS),
    })
    return success({ ...describePayment(payment, settings), qrString: payment.qrPayload })
  }

  const inquire = (request: WireRequest): WireAnswer => {
    requireBearer(request, tokens)
    const { uuid, merchantId, signature } = readJson(inquireSchema, request)
    requireMerchant(merchantId)
    requireSignature(signature, inquirySignature(settings.merchantKey, merchantId, uuid))
    const payment = ledger.find(uuid)
    // That the uuid of a static payment can be asked for is [NOT FOUND]; here it can.
    if (payment?.provider !== "zipay" || payment.scope !== merchantId)
      throw new Refused(404, "Transaction not found")
    return success(describePayment(payment, settings))
  }

  const requireMerchant = (merchantId: string): void => {
    if (merchantId !== settings.merchantId) throw new Refused(404, "Merchant not found")
  }

  const requireSignature = (given: string, expected: string): void => {
    if (!isSame(given, expected)) throw new Refused(settings.wrongSignatureStatus, "Invalid signature")
  }

  const refusable = (answer: (request: WireRequest) => WireAnswer) => (request: WireRequest) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refused) return refusal(error.status, error.message, settings.errorShape)
      throw error
    }
  }

  return { login: refusable(login), create: refusable(create), inquire: refusable(inquire) }
}

function requireBearer(request: WireRequest, tokens: Tokens): void {
  const [scheme = "", token = ""] = header(request, "authorization").split(" ")
  if (scheme.toLowerCase() !== "bearer" || !tokens.accepts(token)) throw new Refused(401, "Unauthenticated.")
}

/** expired_at can say no more. */
function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000)
}

/** Where a dynamic QR carries the external id is a guess [spec 4.3]; 62.05 holds 25 printable characters. */
function referenceFor(externalId: string, substitute: string): string {
  return /^[ -{}~]{1,25}$/.test(externalId) ? externalId : substitute
}
