import {
  formatRupiah,
  objectionToRefund,
  type Payment,
  type PaymentRef,
  QrisError,
  type Reason,
} from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"
import type { Narrator } from "./narrator.js"
import { Unexpected } from "./narrator.js"
import { readQr } from "./qr.js"
import type { Stage } from "./stage.js"

type Chapter = (narrator: Narrator, stage: Stage) => Promise<void>

const HALF_AN_HOUR = 30 * 60_000

/** An iFortepay request for this order, with everything iFortepay asks for. */
const ifortepayRequest = ({ callbacks, ifortepay }: Stage, externalId: string, amount: number) => ({
  amount,
  externalId,
  description: "Kopi susu gula aren",
  expiresAt: new Date(Date.now() + HALF_AN_HOUR),
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  notificationUrl: callbacks.address(ifortepay),
})

/** The error a call must end with. */
const errorOf = async (call: Promise<unknown>, reason: Reason["_tag"]): Promise<QrisError> => {
  const settled = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(settled instanceof QrisError) || settled.reason._tag !== reason) {
    throw new Unexpected(
      `expected a ${reason}, got ${settled instanceof Error ? settled.message : "an answer"}`,
    )
  }
  return settled
}

const showQr = (narrator: Narrator, payment: Payment, amount: number): void => {
  const { qr } = payment
  if (qr === undefined) throw new Unexpected("the answer holds no QR")
  const read = readQr(qr.payload)
  narrator.show(read.drawing)
  narrator.tell(
    "phone",
    `reads from the QR: ${read.merchant}, ${read.amount ? formatRupiah(read.amount) : "any amount"}`,
  )
  narrator.check(read.amount === amount, `the QR itself asks for ${formatRupiah(amount)}`)
}

/** Create, show, pay, callback, inquiry, paid: the same for every provider. */
const payAndFulfil =
  (
    titleOf: (stage: Stage) => PromiseProvider,
    create: (stage: Stage) => Promise<Payment>,
    amount: number,
  ): Chapter =>
  async (narrator, stage) => {
    const provider = titleOf(stage)
    const payment = await create(stage)
    const order = stage.shop.remember(payment)
    narrator.tell(
      "shop",
      `creates ${formatRupiah(amount)} as ${payment.ref.externalId}: ${payment.providerStatus}`,
    )
    showQr(narrator, payment, amount)

    narrator.tell("customer", "pays with a phone")
    await stage.sandbox.control.pay(payment.qr?.payload ?? "", { payerName: "PELANGGAN CONTOH" })
    narrator.check(stage.verdicts().length === 1, "one callback arrived over HTTP")
    narrator.tell(
      "shop",
      {
        signed: "the callback proves its claim",
        identity: "the callback proves whom it is about, not what happened",
        none: "the callback proves nothing",
      }[provider.capabilities.notifications.authenticity],
    )
    narrator.check(
      order.status === "paid",
      `the order is paid, because ${provider.capabilities.title} said so when asked`,
    )
  }

export const ifortepayPayment: Chapter = payAndFulfil(
  ({ ifortepay }) => ifortepay,
  (stage) => stage.ifortepay.create(ifortepayRequest(stage, "order-1001-1", 28_000)),
  28_000,
)

export const zipayPayment: Chapter = payAndFulfil(
  ({ zipay }) => zipay,
  ({ zipay }) => zipay.create({ amount: 15_000, externalId: "order-1002-1" }),
  15_000,
)

export const midtransPayment: Chapter = payAndFulfil(
  ({ midtrans }) => midtrans,
  ({ midtrans }) => midtrans.create({ amount: 33_000, externalId: "order-1008-1" }),
  33_000,
)

export const xenditPayment: Chapter = payAndFulfil(
  ({ xendit }) => xendit,
  ({ xendit }) => xendit.create({ amount: 21_000, externalId: "order-1009-1" }),
  21_000,
)

export const snapPayment: Chapter = payAndFulfil(
  ({ paydia }) => paydia,
  ({ paydia }) => paydia.create({ amount: 19_000, externalId: "order-1011-1" }),
  19_000,
)

export const refund: Chapter = async (narrator, { midtrans, sandbox, shop, verdicts }) => {
  const payment = await midtrans.create({ amount: 50_000, externalId: "order-1010-1" })
  const { ref, qr, amount: arrived } = payment
  shop.remember(payment)
  await sandbox.control.pay(qr?.payload ?? "")
  const part = { externalId: "order-1010-refund-1", amount: 20_000 }
  narrator.tell(
    "shop",
    `gives back ${formatRupiah(part.amount)} of ${formatRupiah(arrived)}, and the answer is lost`,
  )
  await sandbox.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: true } })
  const lost = await errorOf(midtrans.refund(ref, part), "NetworkFailure")
  narrator.check(lost.outcome === "unknown", "the outcome is unknown, and nothing repeats it")
  const found = await midtrans.inquireRefund(ref, part)
  narrator.check(found?.status === "succeeded", "asked by its id, Midtrans says that it was made")
  const why = objectionToRefund(
    midtrans.capabilities,
    { arrived, refunded: part.amount, amount: 40_000, ...channelOf(ref) },
    new Date(),
  )
  narrator.check(why !== undefined, `more is not even sent: ${why}`)
  // What it is told of the refund belongs to this chapter.
  await sandbox.control.callbacks.idle()
  verdicts()
}

const channelOf = ({ channel }: PaymentRef) => (channel === undefined ? {} : { channel })

export const cancel: Chapter = async (narrator, stage) => {
  const { ifortepay, sandbox } = stage
  const payment = await ifortepay.create(ifortepayRequest(stage, "order-1003-1", 42_000))
  narrator.tell("shop", `creates ${formatRupiah(42_000)} as ${payment.ref.externalId}, then cancels it`)
  const canceled = await ifortepay.cancel(JSON.parse(JSON.stringify(payment.ref)))
  narrator.check(canceled.status === "canceled", `iFortepay says ${canceled.providerStatus}`)

  const again = await errorOf(ifortepay.cancel(payment.ref), "InvalidState")
  narrator.tell("shop", `cancels again: ${again.message}`)
  const refused = await sandbox.control.pay(payment.qr?.payload ?? "").then(
    () => false,
    () => true,
  )
  narrator.check(refused, "nobody can pay the canceled QR")
  narrator.check(!("cancel" in stage.zipay), `Zipay has no cancel: ${why(stage.zipay)}`)
}

const why = ({ capabilities }: PromiseProvider): string =>
  capabilities.cancel.supported ? "it has" : capabilities.cancel.why

const post = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number> => {
  const response = await fetch(url, { method: "POST", headers, body })
  await response.arrayBuffer()
  return response.status
}

export const forgery: Chapter = async (narrator, stage) => {
  const { ifortepay, zipay, sandbox, shop, callbacks } = stage
  const payment = await ifortepay.create(ifortepayRequest(stage, "order-1004-1", 500_000))
  const order = shop.remember(payment)
  const { paymentId } = payment.ref

  narrator.tell("forger", "claims PAID with a made-up signature")
  const guessed = await sandbox.control.callbacks.build(paymentId, { status: "PAID", wrongSignature: true })
  const guessedStatus = await post(callbacks.address(ifortepay), guessed.headers, guessed.body)
  narrator.check(
    guessedStatus === 401 && order.status === "pending",
    "answered 401; the order is still pending",
  )

  narrator.tell(
    "forger",
    "claims PAID with a signature that leaked: it covers the ids only, so it is genuine",
  )
  const replayed = await sandbox.control.callbacks.build(paymentId, { status: "PAID" })
  await post(callbacks.address(ifortepay), replayed.headers, replayed.body)
  narrator.check(order.status === "pending", "the order is still pending: the inquiry found nothing paid")

  narrator.tell("forger", "claims PAID at Zipay, which signs nothing")
  const unsigned = await zipay.create({ amount: 75_000, externalId: "order-1005-1" })
  const zipayOrder = shop.remember(unsigned)
  const claim = await sandbox.control.callbacks.build(unsigned.ref.paymentId, { status: "PAID" })
  await post(callbacks.address(zipay), claim.headers, claim.body)
  narrator.check(zipayOrder.status === "pending", "the order is still pending")
  stage.verdicts()
}

const requestsFor = async ({ sandbox }: Stage, since: number): Promise<number> =>
  (await sandbox.control.journal({ since })).filter(({ operation }) => operation === "ifortepay.create")
    .length

const lastEntry = async ({ sandbox }: Stage): Promise<number> =>
  (await sandbox.control.journal()).at(-1)?.seq ?? 0

export const silence: Chapter = async (narrator, stage) => {
  const { ifortepay, sandbox } = stage
  const since = await lastEntry(stage)
  await sandbox.control.faults.script({ at: "ifortepay.create", fault: { kind: "silence", acting: true } })
  narrator.tell("shop", "creates a payment; the provider takes it and never answers")
  const error = await errorOf(ifortepay.create(ifortepayRequest(stage, "order-1006-1", 33_000)), "TimedOut")
  narrator.tell("shop", error.message)
  narrator.check(
    error.outcome === "unknown" && !error.isRetryable,
    `outcome ${error.outcome}, not to be repeated`,
  )
  narrator.check((await requestsFor(stage, since)) === 1, "it went over the wire once and was not repeated")
}

export const refusal: Chapter = async (narrator, stage) => {
  const { ifortepay, sandbox } = stage
  const since = await lastEntry(stage)
  narrator.tell("network", "the provider's port is closed for a moment")
  await sandbox.control.faults.refuse({ forMs: 150 })
  const payment = await ifortepay.create(ifortepayRequest(stage, "order-1007-1", 19_000))
  narrator.check(
    payment.status === "pending",
    "the create was repeated and made a payment: what was not sent is safe to send",
  )
  narrator.check((await requestsFor(stage, since)) === 1, "the provider saw it once")
}
