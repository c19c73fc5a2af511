import * as v from "valibot"
import { jakartaDateTime } from "../jakarta-time.js"
import { type LedgerPayment, refundedOf } from "../ledger.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { WireAnswer, WireRequest } from "../wire.js"
import { answered, codeFor, describeOutcome, describePayment, isOnUs, refusal, written } from "./answer.js"
import { Refused, readBody, requireKey } from "./entrance.js"
import type { Idempotency } from "./idempotency.js"
import { paymentQr } from "./qr.js"
import { chargeSchema, expiryOf, refundSchema, refusedBySetup } from "./request.js"
import type { MidtransSettings } from "./settings.js"

const DAY_MS = 86_400_000

/** ShopeePay makes no refunds at night: 23:55 to 06:00 WIB [DOC S1], as minutes of the day. */
const NIGHT = { from: 23 * 60 + 55, until: 6 * 60 }

/** What Midtrans answers to charge, status, cancel, expire and refund. */
export function midtransVerbs(
  { settings, ledger, clock, identity }: Surroundings<MidtransSettings>,
  memory: Idempotency,
) {
  const scope = settings.merchantId
  /** Order ids that were used, and how often: after a cancel or an expiry one may be used again [DOC S1]. */
  const uses = new Map<string, number>()

  const find = (id: string): LedgerPayment => {
    const payment = ledger.find(id) ?? ledger.findByExternalId("midtrans", scope, id)
    if (payment?.provider !== "midtrans" || payment.scope !== scope)
      throw new Refused(404, "Transaction doesn't exist.")
    return payment
  }

  const charge = (request: WireRequest): WireAnswer => {
    requireKey(request, settings)
    const asked = readBody(chargeSchema, request)
    const { order_id: orderId, gross_amount: amount } = asked.transaction_details
    const setupRefusal = refusedBySetup(asked, settings.maxAmount)
    if (setupRefusal !== undefined) throw invalid(setupRefusal)
    const earlier = ledger.findByExternalId("midtrans", scope, orderId)
    if (earlier !== undefined && (earlier.status === "pending" || earlier.status === "paid"))
      throw new Refused(
        406,
        "The request could not be completed due to a conflict: order_id has been utilized previously",
      )
    const createdAt = clock.now()
    const expiresAt = expiryOf(asked, createdAt, settings.qrLifetimeMinutes)
    if (expiresAt === undefined) throw invalid("custom_expiry: must be 20 seconds to 7 days")
    const use = uses.get(orderId) ?? 0
    uses.set(orderId, use + 1)
    const acquirer = asked.qris?.acquirer ?? "gopay"
    const name = ["midtrans", orderId, String(use)]
    const paymentId = identity().uuidV4(...name, "transaction")
    const payment = ledger.open({
      provider: "midtrans",
      paymentId,
      externalId: orderId,
      orderId,
      scope,
      channel: acquirer,
      kind: "dynamic",
      amount,
      qrPayload: paymentQr(acquirer, {
        name: settings.merchantName,
        amount,
        reference: identity().uuidV4(...name, "reference"),
      }),
      createdAt,
      expiresAt: new Date(Math.floor(expiresAt.getTime() / 1_000) * 1_000),
      ...addressIn(request),
    })
    return answered("201", "QRIS transaction is created", {
      ...describePayment(payment, settings),
      actions: [
        {
          name: "generate-qr-code",
          method: "GET",
          // Real answers name another host than the one that was called [3P].
          url: `https://api.sandbox.midtrans.com/v2/qris/${paymentId}/qr-code`,
        },
      ],
      ...(settings.qrString && { qr_string: payment.qrPayload }),
      ...(payment.expiresAt !== undefined && { expiry_time: jakartaDateTime(payment.expiresAt) }),
    })
  }

  const status = (request: WireRequest): WireAnswer => {
    requireKey(request, settings)
    const payment = find(request.id)
    const code = codeFor(payment)
    return answered(code, "Success, transaction is found", {
      ...describePayment(payment, settings),
      ...describeOutcome(payment, settings, code),
    })
  }

  const ending =
    (end: "cancel" | "expire", code: "200" | "407") =>
    (request: WireRequest): WireAnswer => {
      requireKey(request, settings)
      const payment = find(request.id)
      if (payment.status !== "pending")
        throw new Refused(412, "Merchant cannot modify the status of the transaction")
      void ledger[end](payment)
      return answered(code, `Success, transaction is ${end === "cancel" ? "canceled" : "expired"}`, {
        ...describePayment(payment, settings),
      })
    }

  const refund = (request: WireRequest): WireAnswer => {
    requireKey(request, settings)
    const payment = find(request.id)
    const asked = readBody(refundSchema, request)
    const left = (payment.paidAmount ?? 0) - refundedOf(payment)
    const amount = asked.amount ?? left
    const key =
      asked.refund_key ?? identity().uuidV4(payment.paymentId, "key", String(payment.refunds.length))
    if (payment.refunds.some((earlier) => earlier.key === key))
      throw new Refused(406, "Refund key has been utilized previously")
    const why =
      payment.status === "paid" ? closedFor(payment, amount) : "Transaction status cannot be updated."
    if (why !== undefined) throw new Refused(412, why)
    if (amount > left || amount === 0)
      throw new Refused(
        414,
        "Refund amount is more than the amount that is left, or the balance is not enough",
      )
    const refundId = String(payment.refunds.length + 1)
    const reason = asked.reason === undefined ? {} : { reason: asked.reason }
    void ledger.refund(payment, { refundId, key, amount, status: "pending", ...reason })
    confirmLater(payment)
    return answered("200", "Success, refund request is approved", {
      ...describePayment(payment, settings),
      // This refund's own; the sum on another page (C2).
      refund_amount: written(amount),
      refund_chargeback_id: Number(refundId),
      refund_key: key,
    })
  }

  /** The bank confirms later, and a second notification says so [DOC S1]. */
  const confirmLater = (payment: LedgerPayment): void => {
    const made = payment.refunds.at(-1)
    const at = new Date(clock.now().getTime() + settings.bankConfirmationMs)
    if (made === undefined) return
    clock.schedule(at, async () => {
      if (made.status === "pending") await ledger.settleRefund(payment, made, "succeeded")
    })
  }

  /** Why a paid payment cannot be refunded now. */
  const closedFor = (payment: LedgerPayment, amount: number): string | undefined => {
    const now = clock.now()
    const isShopee = payment.channel === "airpay shopee"
    const days = settings.refundDays[isShopee ? "shopeepay" : "gopay"][isOnUs(payment) ? "onUs" : "offUs"]
    const isOver = now.getTime() > (payment.paidAt?.getTime() ?? 0) + days * DAY_MS
    if (isOver || payment.refundsEnded) return "The refund window of the transaction is over"
    if (isShopee && amount < (payment.paidAmount ?? 0)) return "Partial refund is not supported"
    const [hours = 0, minutes = 0] = jakartaDateTime(now).slice(11, 16).split(":").map(Number)
    const minute = hours * 60 + minutes
    return isShopee && (minute >= NIGHT.from || minute < NIGHT.until)
      ? "Refund is not available from 23:55 to 06:00"
      : undefined
  }

  /** A picture; what it shows is nobody's concern here: one pixel. */
  const image = (request: WireRequest): WireAnswer => {
    requireKey(request, settings)
    find(request.id)
    return { status: 200, headers: { "content-type": "image/png" }, body: "" }
  }

  const refusable = (answer: (request: WireRequest) => WireAnswer) => (request: WireRequest) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refused) return refusal(identity(), error.code, error.message, error.validation)
      throw error
    }
  }

  return {
    charge: memory.around(refusable(charge)),
    status: refusable(status),
    cancel: memory.around(refusable(ending("cancel", "200"))),
    expire: memory.around(refusable(ending("expire", "407"))),
    refund: memory.around(refusable(refund)),
    image: refusable(image),
    reset: () => uses.clear(),
  }
}

const invalid = (message: string): Refused =>
  new Refused(400, "One or more parameters in the payload is invalid.", [message])

const addressSchema = v.pipe(v.string(), v.url())

/** Up to three addresses [DOC S1]; here the first is told. */
function addressIn(request: WireRequest): { readonly callbackUrl?: string } {
  const [first = ""] = header(request, "x-override-notification").split(",")
  const address = v.safeParse(addressSchema, first.trim())
  return address.success ? { callbackUrl: address.output } : {}
}
