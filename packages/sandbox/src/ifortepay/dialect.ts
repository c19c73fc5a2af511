import type { Clock } from "../clock.js"
import { setAt } from "../dotted-path.js"
import type { Identity } from "../identity.js"
import type { Ledger, LedgerPayment, LedgerStatus } from "../ledger.js"
import { dynamicQr, staticQr } from "../qris.js"
import type {
  CallbackOverrides,
  Dialect,
  RawCallback,
  StaticPayment,
  WireAnswer,
  WireRequest,
} from "../wire.js"
import { describePayment, describeToMerchant, type QrOrder, REFUSALS, refusal, success } from "./answer.js"
import { decodeBody, type Merchant, Refused, recognise } from "./entrance.js"
import { merchantAt } from "./merchant.js"
import {
  cancelSchema,
  createSchema,
  expiryOf,
  type IdentifyRequest,
  inquireSchema,
  refusedBySetup,
} from "./request.js"
import type { IfortepaySettings } from "./settings.js"
import { callbackSignature, requestSignature } from "./signature.js"

const WORDS = {
  pending: "ACTIVE",
  paid: "PAID",
  expired: "EXPIRED",
  canceled: "CANCELED",
} as const satisfies Record<LedgerStatus, string>

interface Surroundings {
  readonly settings: IfortepaySettings
  readonly ledger: Ledger
  readonly clock: Clock
  readonly identity: () => Identity
}

/** iFortepay's non-SNAP QRIS API as this project reads its documents. */
export function ifortepayDialect({ settings, ledger, clock, identity }: Surroundings): Dialect & {
  setStaticCallbackUrl(url: string | undefined): void
} {
  // Lives and dies with the ledger's rows.
  const orders = new WeakMap<LedgerPayment, QrOrder>()
  const printedQr = staticQr(merchantAt("NOBU", settings.merchantName), "STATIC-0001")
  let staticCallbackUrl = settings.staticCallbackUrl
  let staticPayments = 0

  const word = (payment: LedgerPayment): string => payment.statedWord ?? WORDS[payment.status]

  const orderOf = (payment: LedgerPayment): QrOrder => {
    const order = orders.get(payment)
    if (order === undefined) throw new Error(`payment ${payment.paymentId} has no order`)
    return order
  }

  const describe = (payment: LedgerPayment): WireAnswer =>
    success(describePayment(payment, orderOf(payment), word(payment)), settings.envelope)

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
    const name = ["ifortepay", merchant.scope, asked.external_id]
    const payment = ledger.open({
      provider: "ifortepay",
      paymentId: identity().uuidV7(createdAt, ...name, "transaction"),
      externalId: asked.external_id,
      orderId: asked.order_id,
      scope: merchant.scope,
      channel: asked.payment_channel,
      kind: "dynamic",
      amount: asked.payment_details.amount,
      qrPayload: dynamicQr(
        merchantAt(asked.payment_channel, settings.merchantName),
        asked.payment_details.amount,
        identity().alphanumeric(25, ...name, "reference"),
      ),
      createdAt,
      expiresAt,
      ...(asked.callback_url !== undefined && { callbackUrl: asked.callback_url }),
    })
    orders.set(payment, {
      request: asked,
      referenceId: `${identity().digits(6, ...name, "number")}_${asked.order_id}`,
      hashKey: merchant.hashKey,
      subMerchantId: merchant.subMerchantId,
    })
    return describe(payment)
  }

  const inquire = (request: WireRequest): WireAnswer => {
    const { merchant, body } = recognise(request, settings)
    return describe(find(ledger, merchant, decodeBody(inquireSchema, body)))
  }

  const cancel = (request: WireRequest): WireAnswer => {
    const { merchant, body } = recognise(request, settings)
    const asked = decodeBody(cancelSchema, body)
    const payment = find(ledger, merchant, asked)
    if (payment.status !== "pending") {
      // [INF]: only an ACTIVE QR can be canceled; code and HTTP status of the refusal are [NOT FOUND].
      throw new Refused(
        { status: 400, code: settings.cancelRefusalCode },
        `Transaction is ${word(payment)}, not ACTIVE`,
      )
    }
    void ledger.cancel(payment)
    // As in the documented example: `wallet` in lower case, no amount.
    const { transaction_id, external_id, order_id, payment_method, payment_channel } = asked
    return success(
      {
        transaction_id,
        external_id,
        order_id,
        payment_method,
        payment_channel,
        transaction_status: word(payment),
      },
      settings.envelope,
    )
  }

  const announces: Record<LedgerStatus, boolean> = {
    pending: false,
    paid: true,
    expired: settings.expiredCallback,
    canceled: settings.canceledCallback,
  }

  const callback = (payment: LedgerPayment, overrides: CallbackOverrides = {}): RawCallback => {
    const order = orderOf(payment)
    const content = describeToMerchant(payment, order, overrides.status ?? word(payment), settings.merchantId)
    if (overrides.amount !== undefined) {
      setAt(content, "payment_details.amount", overrides.amount)
      setAt(content, "payment_details.total_amount", overrides.amount)
    }
    for (const [path, value] of Object.entries(overrides.set ?? {})) setAt(content, path, value)
    const signature = callbackSignature(
      payment.paymentId,
      requestSignature(order.hashKey, payment.externalId, payment.orderId),
      settings.signSubMerchant ? order.subMerchantId : "",
    )
    return {
      // Read when it is sent: the registered URL may have changed since the payment.
      ...urlOf(payment.kind === "static" ? staticCallbackUrl : payment.callbackUrl),
      headers: {
        "content-type": "application/json",
        "mcp-signature": overrides.wrongSignature ? falsified(signature) : signature,
      },
      body: JSON.stringify(content),
    }
  }

  const openStatic = ({ amount }: StaticPayment): LedgerPayment => {
    staticPayments += 1
    const name = ["ifortepay", "static", String(staticPayments)]
    // Which ids a static QR's callback carries and signs is [NOT FOUND]: ids made here stand in the body and are signed.
    const createdAt = clock.now()
    const orderId = `STATIC-${identity().alphanumeric(10, ...name, "order")}`
    const payment = ledger.open({
      provider: "ifortepay",
      paymentId: identity().uuidV7(createdAt, ...name, "transaction"),
      externalId: identity().uuidV4(...name, "external"),
      orderId,
      scope: settings.merchantId,
      channel: "NOBU",
      kind: "static",
      amount,
      qrPayload: printedQr,
      createdAt,
    })
    orders.set(payment, {
      request: {
        payment_details: { transaction_description: "Static QRIS" },
        customer_details: { full_name: "Pelanggan Contoh", email: "pelanggan@example.com" },
        wallet_details: { id: "pelanggan@example.com", id_type: "EMAIL" },
      },
      referenceId: `${identity().digits(6, ...name, "number")}_${orderId}`,
      hashKey: settings.hashKey,
      subMerchantId: "",
    })
    return payment
  }

  return {
    provider: "ifortepay",
    routes: {
      // D-QRIS's page is named create-qris, integrations call create-qr [3P]: both, until the path is confirmed.
      "/ewallet/v2/create-qr": { operation: "ifortepay.create", answer: refusable(create) },
      "/ewallet/v2/create-qris": { operation: "ifortepay.create", answer: refusable(create) },
      "/ewallet/v2/inquiry": { operation: "ifortepay.inquire", answer: refusable(inquire) },
      "/ewallet/v2/cancel-qr": { operation: "ifortepay.cancel", answer: refusable(cancel) },
    },
    defaultIssuer: (payment) => payment.channel ?? "NOBU",
    staticQr: printedQr,
    word,
    announces: (status) => announces[status],
    callback,
    // HTTP 200 and nothing else [DOC D-CB].
    accepts: (status) => status === 200,
    retryDelaysMs: settings.callbackRetryDelaysMs,
    openStatic,
    // [INF] 98 is the system error; everything else about the request as such is a parameter error.
    refuse: (status, message) => refusal({ status, code: status >= 500 ? "98" : "01" }, message),
    setStaticCallbackUrl: (url) => {
      staticCallbackUrl = url
    },
    reset: () => {
      staticCallbackUrl = settings.staticCallbackUrl
      staticPayments = 0
    },
  }
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

function urlOf(url: string | undefined): { url?: string } {
  return url === undefined ? {} : { url }
}

function falsified(signature: string): string {
  return (signature.startsWith("0") ? "1" : "0") + signature.slice(1)
}
