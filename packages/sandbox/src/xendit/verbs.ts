import { type LedgerPayment, type LedgerRefund, refundedOf } from "../ledger.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import { jsonAnswer, type WireAnswer, type WireRequest } from "../wire.js"
import { describePayment, describeRefund, type Orders, refusal, wordFor, type XenditOrder } from "./answer.js"
import { type Account, Refused, readBody, recognise, requireVersion } from "./entrance.js"
import { xenditQr } from "./qr.js"
import { createSchema, refundSchema, simulateSchema } from "./request.js"
import type { XenditSettings } from "./settings.js"

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The text that the older API's test mode answers [S7]. */
const DUMMY_QR = "some-random-qr-string"

/** What Xendit answers to payment requests and refunds. */
export function xenditVerbs(
  { settings, ledger, clock, identity }: Surroundings<XenditSettings>,
  orders: Orders,
) {
  /** How often a reference was used: it is not documented to be unique. */
  const uses = new Map<string, number>()
  const refundsByKey = new Map<string, { readonly payment: LedgerPayment; readonly refund: LedgerRefund }>()

  const orderOf = (payment: LedgerPayment): XenditOrder => {
    const order = orders.get(payment)
    if (order === undefined) throw new Error(`Payment ${payment.paymentId} has no order.`)
    return order
  }

  const shown = (payment: LedgerPayment, status = 200): WireAnswer => {
    const content = describePayment(payment, orderOf(payment), settings)
    return jsonAnswer(
      status,
      settings.dummyQr
        ? { ...content, actions: [{ type: "PRESENT_TO_CUSTOMER", descriptor: "QR_STRING", value: DUMMY_QR }] }
        : content,
    )
  }

  const find = (id: string, { scope }: Account): LedgerPayment => {
    const payment = ledger.find(id)
    // Another account's does not exist [INFERRED].
    if (payment?.provider !== "xendit" || payment.scope !== scope)
      throw new Refused(404, "DATA_NOT_FOUND", "Payment request not found")
    return payment
  }

  const create = (request: WireRequest): WireAnswer => {
    const account = recognise(request, settings)
    requireVersion(request)
    const asked = readBody(createSchema, request)
    const { reference_id: reference, request_amount: amount } = asked
    if ("expires_at" in asked.channel_properties)
      throw new Refused(400, "API_VALIDATION_ERROR", "expires_at is not supported by channel 'QRIS'")
    if (amount > settings.maxAmount)
      throw new Refused(400, "API_VALIDATION_ERROR", `request_amount: at most ${settings.maxAmount}`)
    if (settings.uniqueReference && ledger.hasExternalId("xendit", account.scope, reference))
      // The page prints DATA_NOT_FOUND for a duplicate, a slip (X3).
      throw new Refused(409, "DATA_NOT_FOUND", "reference_id has been used before")
    const use = uses.get(`${account.scope}/${reference}`) ?? 0
    uses.set(`${account.scope}/${reference}`, use + 1)
    const ids = identity()
    const name = ["xendit", account.scope, reference, String(use)]
    const createdAt = clock.now()
    const payment = ledger.open({
      provider: "xendit",
      paymentId: `pr-${ids.uuidV4(...name, "request")}`,
      externalId: reference,
      orderId: reference,
      scope: account.scope,
      kind: "dynamic",
      amount,
      qrPayload: xenditQr(settings.merchantName, amount, ids.alphanumeric(25, ...name, "reference")),
      createdAt,
      expiresAt: new Date(
        Math.floor((createdAt.getTime() + settings.lifetimeHours * HOUR_MS) / 1_000) * 1_000,
      ),
    })
    orders.set(payment, {
      request: asked,
      latestPaymentId: `py-${ids.uuidV4(...name, "payment")}`,
      ...(account.userId !== undefined && { userId: account.userId }),
    })
    return shown(payment, 201)
  }

  const inquire = (request: WireRequest): WireAnswer => {
    const account = recognise(request, settings)
    requireVersion(request)
    return shown(find(request.id, account))
  }

  const cancel = (request: WireRequest): WireAnswer => {
    const account = recognise(request, settings)
    requireVersion(request)
    const payment = find(request.id, account)
    if (payment.status !== "pending") {
      // Which of the two a paid one gets is [NOT FOUND].
      throw payment.status === "paid"
        ? new Refused(400, "INELIGIBLE_TRANSACTION_STATUS", `It is ${wordFor(payment, settings)}`)
        : new Refused(400, "INACTIVE_PAYMENT_REQUEST", "The payment request is already inactive")
    }
    void ledger.cancel(payment)
    return shown(payment)
  }

  /** Test mode: a customer pays. */
  const simulate = (request: WireRequest): WireAnswer => {
    const account = recognise(request, settings)
    requireVersion(request)
    const payment = find(request.id, account)
    const { amount } = readBody(simulateSchema, request)
    if (payment.status !== "pending" || amount !== payment.amount)
      throw new Refused(400, "API_VALIDATION_ERROR", "amount or status does not fit")
    void ledger.pay(payment, {
      amount,
      at: clock.now(),
      issuer: "DANA",
      payerName: "PELANGGAN CONTOH",
      force: false,
    })
    return jsonAnswer(200, { status: "PENDING", message: "The simulated payment is being processed" })
  }

  const refund = (request: WireRequest): WireAnswer => {
    const account = recognise(request, settings)
    const asked = readBody(refundSchema, request)
    const payment = find(asked.payment_request_id, account)
    const key = header(request, "idempotency-key")
    const earlier = refundsByKey.get(`${account.scope}/${key}`)
    if (key !== "" && earlier !== undefined)
      return jsonAnswer(200, describeRefund(earlier.payment, earlier.refund))
    requireRefundable(payment)
    const left = (payment.paidAmount ?? 0) - refundedOf(payment)
    const amount = asked.amount ?? left
    if (amount > left || amount === 0)
      throw new Refused(400, "REFUND_AMOUNT_EXCEEDED", "The amount is more than is left")
    const isAtOnce = settings.refundMs === 0
    void ledger.refund(payment, {
      refundId: `rfd-${identity().uuidV4("xendit", payment.paymentId, String(payment.refunds.length))}`,
      amount,
      reason: asked.reason,
      status: isAtOnce ? "succeeded" : "pending",
      ...(asked.reference_id !== undefined && { key: asked.reference_id }),
    })
    const made = payment.refunds.at(-1)
    if (made === undefined) throw new Error("The ledger lost a refund.")
    if (key !== "") refundsByKey.set(`${account.scope}/${key}`, { payment, refund: made })
    if (!isAtOnce) {
      clock.schedule(new Date(clock.now().getTime() + settings.refundMs), async () => {
        if (made.status === "pending") await ledger.settleRefund(payment, made, "succeeded")
      })
    }
    return jsonAnswer(200, describeRefund(payment, made))
  }

  const requireRefundable = (payment: LedgerPayment): void => {
    const isOver =
      payment.refundsEnded ||
      clock.now().getTime() > (payment.paidAt?.getTime() ?? 0) + settings.refundDays * DAY_MS
    if (payment.status !== "paid" || isOver) {
      throw new Refused(
        400,
        "INELIGIBLE_TRANSACTION_STATUS",
        payment.status === "paid" ? "The refund window is over" : `It is ${wordFor(payment, settings)}`,
      )
    }
  }

  const inquireRefund = (request: WireRequest): WireAnswer => {
    const { scope } = recognise(request, settings)
    for (const payment of ledger.list()) {
      const found = payment.refunds.find(({ refundId }) => refundId === request.id)
      if (found !== undefined && payment.provider === "xendit" && payment.scope === scope)
        return jsonAnswer(200, describeRefund(payment, found))
    }
    throw new Refused(404, "DATA_NOT_FOUND", "Refund not found")
  }

  const refusable = (answer: (request: WireRequest) => WireAnswer) => (request: WireRequest) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refused) return refusal(error.status, error.code, error.message)
      throw error
    }
  }

  return {
    create: refusable(create),
    inquire: refusable(inquire),
    cancel: refusable(cancel),
    simulate: refusable(simulate),
    refund: refusable(refund),
    inquireRefund: refusable(inquireRefund),
    orderOf,
    reset: () => {
      uses.clear()
      refundsByKey.clear()
    },
  }
}
