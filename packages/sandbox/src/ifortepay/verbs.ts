import type { Ledger, LedgerPayment } from "../ledger.js"
import { dynamicQr } from "../qris.js"
import type { Surroundings } from "../surroundings.js"
import type { WireAnswer, WireRequest } from "../wire.js"
import { describePayment, REFUSALS, refusal, success, wordFor } from "./answer.js"
import { decodeBody, type Merchant, Refused, recognise } from "./entrance.js"
import { merchantAt } from "./merchant.js"
import type { Orders } from "./orders.js"
import {
  cancelSchema,
  createSchema,
  expiryOf,
  type IdentifyRequest,
  inquireSchema,
  refusedBySetup,
} from "./request.js"
import type { IfortepaySettings } from "./settings.js"

/** What iFortepay answers to create, inquiry and cancel. */
export function ifortepayVerbs(
  { settings, ledger, clock, identity }: Surroundings<IfortepaySettings>,
  orders: Orders,
) {
  const create = (request: WireRequest): WireAnswer => {
    const { merchant, body } = recognise(request, settings)
    const asked = decodeBody(createSchema, body)
    const setupRefusal = refusedBySetup(asked, settings)
    if (setupRefusal !== undefined) throw new Refused(REFUSALS.invalid, setupRefusal)
    const createdAt = clock.now()
    const expiresAt = expiryOf(asked, createdAt, settings.expiryToleranceMs)
    if (expiresAt === undefined) {
      throw new Refused(REFUSALS.invalid, "payment_details.expired_time: must be 15 to 60 minutes ahead")
    }
    if (ledger.hasExternalId("ifortepay", merchant.scope, asked.external_id)) {
      // [NOT FOUND]: what the real one does with a repeated external id. A validation error is assumed.
      throw new Refused(REFUSALS.invalid, "external_id: has been used before")
    }
    const ids = identity()
    const name = ["ifortepay", merchant.scope, asked.external_id]
    const channel = asked.payment_channel
    const { amount } = asked.payment_details
    const payment = ledger.open({
      provider: "ifortepay",
      paymentId: ids.uuidV7(createdAt, ...name, "transaction"),
      externalId: asked.external_id,
      orderId: asked.order_id,
      scope: merchant.scope,
      channel,
      kind: "dynamic",
      amount,
      qrPayload: dynamicQr(
        merchantAt(channel, settings.merchantName),
        amount,
        ids.alphanumeric(25, ...name, "reference"),
      ),
      createdAt,
      expiresAt,
      ...(asked.callback_url !== undefined && { callbackUrl: asked.callback_url }),
    })
    orders.note(payment, {
      request: asked,
      referenceId: `${ids.digits(6, ...name, "number")}_${asked.order_id}`,
      hashKey: merchant.hashKey,
      subMerchantId: merchant.subMerchantId,
    })
    return success(describePayment(payment, orders.of(payment)), settings.envelope)
  }

  const inquire = (request: WireRequest): WireAnswer => {
    const { merchant, body } = recognise(request, settings)
    const payment = find(ledger, merchant, decodeBody(inquireSchema, body))
    return success(describePayment(payment, orders.of(payment)), settings.envelope)
  }

  const cancel = (request: WireRequest): WireAnswer => {
    const { merchant, body } = recognise(request, settings)
    const { transaction_id, external_id, order_id, payment_method, payment_channel } = decodeBody(
      cancelSchema,
      body,
    )
    const ids = { transaction_id, external_id, order_id, payment_method, payment_channel }
    const payment = find(ledger, merchant, ids)
    if (payment.status !== "pending") {
      // [INF]: only an ACTIVE QR can be canceled; code and HTTP status of the refusal are [NOT FOUND].
      const reason = { status: 400, code: settings.cancelRefusalCode }
      throw new Refused(reason, `Transaction is ${wordFor(payment)}, not ACTIVE`)
    }
    void ledger.cancel(payment)
    // As in the documented example: `wallet` in lower case, no amount.
    return success({ ...ids, transaction_status: wordFor(payment) }, settings.envelope)
  }

  return { create: refusable(create), inquire: refusable(inquire), cancel: refusable(cancel) }
}

/** All five fields must be the payment's [section 11.5]; another merchant's payment does not exist [INF]. */
function find(ledger: Ledger, merchant: Merchant, asked: IdentifyRequest): LedgerPayment {
  const payment = ledger.find(asked.transaction_id)
  const isMeant =
    payment?.provider === "ifortepay" &&
    payment.scope === merchant.scope &&
    payment.externalId === asked.external_id &&
    payment.orderId === asked.order_id &&
    payment.channel === asked.payment_channel
  if (!isMeant) throw new Refused(REFUSALS.notFound, "transaction_id not found")
  return payment
}

function refusable(answer: (request: WireRequest) => WireAnswer): (request: WireRequest) => WireAnswer {
  return (request) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refused) return refusal(error.reason, error.message)
      throw error
    }
  }
}
