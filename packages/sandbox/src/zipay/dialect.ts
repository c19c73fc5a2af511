import type { Clock } from "../clock.js"
import { isSame } from "../constant-time.js"
import { setAt } from "../dotted-path.js"
import type { Identity } from "../identity.js"
import { jakartaDateTime } from "../jakarta-time.js"
import type { Ledger, LedgerPayment, LedgerStatus } from "../ledger.js"
import { dynamicQr, staticQr } from "../qris.js"
import { header } from "../request-content.js"
import type {
  CallbackOverrides,
  Dialect,
  RawCallback,
  StaticPayment,
  WireAnswer,
  WireRequest,
} from "../wire.js"
import { describePayment, describeToMerchant, refusal, success } from "./answer.js"
import { Refused, readJson, readJsonOrForm } from "./entrance.js"
import { MERCHANT_PAN, zipayMerchant } from "./merchant.js"
import { createSchema, inquireSchema, loginSchema } from "./request.js"
import type { ZipaySettings } from "./settings.js"
import { createSignature, inquirySignature } from "./signature.js"
import { Tokens } from "./tokens.js"

const MINUTE_MS = 60_000

/** ACTIVE is [DOC S3 S4], PAID in an inquiry and EXPIRED are [INFERRED]. Zipay documents no cancel. */
const WORDS = {
  pending: "ACTIVE",
  paid: "PAID",
  expired: "EXPIRED",
  canceled: "CANCELED",
} as const satisfies Record<LedgerStatus, string>

const STATIC_REFERENCE = "QRST-000001"

interface Surroundings {
  readonly settings: ZipaySettings
  readonly ledger: Ledger
  readonly clock: Clock
  readonly identity: () => Identity
}

/** Zipay's QRIS API as this project reads its documents. */
export function zipayDialect({ settings, ledger, clock, identity }: Surroundings): Dialect & {
  setCallbackUrl(url: string | undefined): void
  revokeTokens(): void
} {
  const merchant = zipayMerchant(settings.merchantName)
  const tokens = new Tokens(clock, identity, settings.tokenLifetimeMinutes * MINUTE_MS)
  let callbackUrl = settings.callbackUrl
  let staticPayments = 0

  const word = (payment: LedgerPayment): string => payment.statedWord ?? WORDS[payment.status]

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

  const requireBearer = (request: WireRequest): void => {
    const [scheme = "", token = ""] = header(request, "authorization").split(" ")
    if (scheme.toLowerCase() !== "bearer" || !tokens.accepts(token))
      throw new Refused(401, "Unauthenticated.")
  }

  const requireMerchant = (merchantId: string): void => {
    if (merchantId !== settings.merchantId) throw new Refused(404, "Merchant not found")
  }

  const requireSignature = (given: string, expected: string): void => {
    if (!isSame(given, expected)) throw new Refused(settings.wrongSignatureStatus, "Invalid signature")
  }

  const create = (request: WireRequest): WireAnswer => {
    requireBearer(request)
    const { amount, externalId, merchantId, signature } = readJson(createSchema, request)
    requireMerchant(merchantId)
    requireSignature(signature, createSignature(settings.merchantKey, merchantId, externalId))
    if (amount < settings.minAmount || amount > settings.maxAmount) {
      throw new Refused(400, `amount: must be ${settings.minAmount} to ${settings.maxAmount}`)
    }
    if (ledger.hasExternalId("zipay", merchantId, externalId))
      throw new Refused(409, "externalId: has been used before")
    const name = ["zipay", merchantId, externalId]
    const createdAt = clock.now()
    // Whole seconds, as expired_at can say no more.
    const expiresAt = Math.floor((createdAt.getTime() + settings.qrLifetimeMinutes * MINUTE_MS) / 1000) * 1000
    const payment = ledger.open({
      provider: "zipay",
      paymentId: identity().uuidV4(...name, "uuid"),
      externalId,
      orderId: externalId,
      scope: merchantId,
      kind: "dynamic",
      amount,
      qrPayload: dynamicQr(
        merchant,
        amount,
        referenceFor(externalId, identity().alphanumeric(25, ...name, "reference")),
      ),
      createdAt,
      expiresAt: new Date(expiresAt),
    })
    return success({ ...describePayment(payment, word(payment), settings), qrString: payment.qrPayload })
  }

  const inquire = (request: WireRequest): WireAnswer => {
    requireBearer(request)
    const { uuid, merchantId, signature } = readJson(inquireSchema, request)
    requireMerchant(merchantId)
    requireSignature(signature, inquirySignature(settings.merchantKey, merchantId, uuid))
    const payment = ledger.find(uuid)
    // That the uuid of a static payment can be asked for is [NOT FOUND]; here it can.
    if (payment?.provider !== "zipay") throw new Refused(404, "Transaction not found")
    return success(describePayment(payment, word(payment), settings))
  }

  const callback = (payment: LedgerPayment, overrides: CallbackOverrides = {}): RawCallback => {
    const content = describeToMerchant(payment, overrides.status ?? word(payment), settings, {
      invoiceNumber: identity().alphanumeric(20, "zipay", payment.paymentId, "invoice"),
      merchantPan: MERCHANT_PAN,
    })
    if (overrides.amount !== undefined) setAt(content, "amount", String(overrides.amount))
    for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
    return {
      ...(callbackUrl !== undefined && { url: callbackUrl }),
      // Nothing is signed [DOC S5: no signature field is shown].
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
    }
  }

  const openStatic = ({ amount }: StaticPayment): LedgerPayment => {
    staticPayments += 1
    return ledger.open({
      provider: "zipay",
      paymentId: identity().uuidV4("zipay", "static", String(staticPayments)),
      // The reference printed in 62.05 of the static QR [INFERRED]; many payments share it.
      externalId: STATIC_REFERENCE,
      orderId: STATIC_REFERENCE,
      scope: settings.merchantId,
      kind: "static",
      amount,
      qrPayload: staticQr(merchant, STATIC_REFERENCE),
      createdAt: clock.now(),
    })
  }

  const refuse = (status: number, message: string): WireAnswer =>
    refusal(status, message, settings.errorShape)

  const refusable = (answer: (request: WireRequest) => WireAnswer) => (request: WireRequest) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refused) return refuse(error.status, error.message)
      throw error
    }
  }

  return {
    provider: "zipay",
    routes: {
      "/auth/login": { operation: "zipay.login", answer: refusable(login) },
      "/payment/qr/create": { operation: "zipay.create", answer: refusable(create) },
      "/payment/qr/inquiry": { operation: "zipay.inquire", answer: refusable(inquire) },
    },
    defaultIssuer: () => "Zipay",
    staticQr: staticQr(merchant, STATIC_REFERENCE),
    word,
    // After a payment, and for nothing else [DOC S5].
    announces: (status) => status === "paid",
    callback,
    // The expected answer is [NOT FOUND].
    accepts: (status) => status >= 200 && status < 300,
    retryDelaysMs: settings.callbackRetryDelaysMs,
    openStatic,
    refuse,
    setCallbackUrl: (url) => {
      callbackUrl = url
    },
    revokeTokens: () => tokens.revoke(),
    reset: () => {
      callbackUrl = settings.callbackUrl
      staticPayments = 0
      tokens.reset()
    },
  }
}

/** Where a dynamic QR carries the external id is a guess [spec 4.3]; 62.05 holds 25 printable characters. */
function referenceFor(externalId: string, substitute: string): string {
  return /^[ -{}~]{1,25}$/.test(externalId) ? externalId : substitute
}
