import type { Socket } from "node:net"
import * as v from "valibot"
import { describeIssues } from "../decode.js"
import { type LedgerPayment, type MoneyIn, refundedOf } from "../ledger.js"
import { SandboxError } from "../sandbox-error.js"
import { snapMerchantCredentials } from "../snap/credentials.js"
import { SNAP_PROVIDERS } from "../snap/names.js"
import type { SandboxAccount, SandboxPayment } from "./control.js"
import { printedQrIn } from "./printed-qr.js"
import {
  type ControlName,
  type ControlOutput,
  type DecodedInput,
  type Protocol,
  protocol,
} from "./protocol.js"
import { readQr } from "./read-qr.js"
import type { Workshop } from "./workshop.js"

type Performers = {
  readonly [Name in ControlName]: (
    input: DecodedInput<Name>,
  ) => ControlOutput<Name> | Promise<ControlOutput<Name>>
}

/** Whatever comes in is decoded first: it is either right or refused. */
export type Perform = <Name extends ControlName>(name: Name, input: unknown) => Promise<ControlOutput<Name>>

/**
 * Carries control operations out on a sandbox in this process.
 *
 * @param caller the connection that asks over HTTP; it outlives `faults/refuse`
 */
export function performOn(workshop: Workshop, caller?: Socket): Perform {
  const performers = performersOn(workshop, caller)
  return async (name, input) => performers[name](decodeInput(name, input))
}

function decodeInput<Name extends ControlName>(name: Name, input: unknown): DecodedInput<Name> {
  const schema: Protocol[Name]["input"] = protocol[name].input
  const decoded = v.safeParse(schema, input)
  if (decoded.success) return decoded.output
  throw new SandboxError("invalid_input", `${name}: ${describeIssues(decoded.issues)}`)
}

function performersOn(workshop: Workshop, caller: Socket | undefined): Performers {
  const { clock, ledger, faults, answering, callbacks, journal, listener, dialects, snapKeys } = workshop

  const known = (id: string): LedgerPayment | undefined => ledger.find(id) ?? ledger.findByQr(id.trim())

  const find = (id: string): LedgerPayment => {
    const payment = known(id)
    if (payment === undefined) {
      const count = ledger.list().length
      throw new SandboxError(
        "not_found",
        `No payment has this id or QR payload. There are ${count}; control.payments() lists them.`,
      )
    }
    return payment
  }

  const show = (payment: LedgerPayment): SandboxPayment => {
    const { scope: _scope, statedWord: _word, callbackUrl: _url, history, refunds, ...shown } = payment
    const { refundsEnded: _ended, isLate: _late, ...row } = shown
    return {
      ...row,
      refunds: refunds.map((refund) => ({ ...refund })),
      providerStatus: dialects[payment.provider].word(payment),
      history: [...history.entries()],
    }
  }

  const receive = async (payment: LedgerPayment, money: Partial<MoneyIn>): Promise<SandboxPayment> => {
    await ledger.pay(payment, {
      amount: payment.amount,
      at: clock.now(),
      issuer: dialects[payment.provider].defaultIssuer(payment),
      payerName: "PELANGGAN CONTOH",
      force: false,
      ...money,
    })
    return show(payment)
  }

  const credentialsOf = (account: string, how: "account" | "renew"): SandboxAccount => {
    const ifortepay = dialects.ifortepay[how](account)
    const zipay = dialects.zipay[how](account)
    const midtrans = dialects.midtrans[how](account)
    const xendit = dialects.xendit[how](account)
    for (const provider of SNAP_PROVIDERS) dialects[provider][how](account)
    const snap = dialects["snap-midtrans"].account(account)
    if (how === "renew") snapKeys.renew(snap.clientSecret)
    return {
      account,
      ifortepay: {
        merchantId: ifortepay.merchantId,
        secretUnboundId: ifortepay.secretUnboundId,
        hashKey: ifortepay.hashKey,
      },
      zipay: {
        userId: zipay.userId,
        password: zipay.password,
        merchantId: zipay.merchantId,
        merchantKey: zipay.merchantKey,
      },
      midtrans: { serverKey: midtrans.serverKey },
      xendit: { secretKey: xendit.secretKey, callbackToken: xendit.callbackToken },
      snap: snapMerchantCredentials(snap, snapKeys),
    }
  }

  const printedQr = (qrPayload: string) => printedQrIn(Object.values(dialects), qrPayload.trim())

  return {
    now: () => ({ now: clock.now() }),
    advance: async ({ ms }) => {
      await clock.advance(ms)
      return { now: clock.now() }
    },
    "set-time": async ({ at }) => {
      await clock.moveTo(at)
      return { now: clock.now() }
    },

    payments: () => ({ payments: ledger.list().map(show) }),
    payment: ({ id }) => show(find(id)),
    "read-qr": ({ qrPayload }) => {
      const payment = ledger.findByQr(qrPayload.trim())
      return {
        ...readQr(qrPayload.trim()),
        isPayable: payment !== undefined || printedQr(qrPayload) !== undefined,
        ...(payment !== undefined && { payment: show(payment) }),
      }
    },
    pay: async ({ id, amount, ...how }) => {
      const printed = known(id) === undefined ? printedQr(id) : undefined
      if (printed === undefined) return receive(find(id), { ...(amount !== undefined && { amount }), ...how })
      const asked = printed.amount ?? amount
      if (asked === undefined)
        throw new SandboxError("refused", "A static QR names no amount: say how much to pay.")
      // The app of a customer pays what the code says; another amount needs force, as on every QR.
      return receive(dialects[printed.provider].openStatic(asked), {
        ...(amount !== undefined && { amount }),
        ...how,
      })
    },
    "static-qr": ({ provider }) => ({ qrPayload: dialects[provider].staticQr }),
    "pay-static": async ({ provider, amount, ...how }) => receive(dialects[provider].openStatic(amount), how),
    expire: async ({ id }) => {
      const payment = find(id)
      await ledger.expire(payment)
      return show(payment)
    },
    cancel: async ({ id }) => {
      const payment = find(id)
      if (payment.provider === "zipay")
        throw new SandboxError("unsupported", "Zipay documents no way to cancel a QR.")
      await ledger.cancel(payment)
      return show(payment)
    },
    "set-provider-status": ({ id, word }) => {
      const payment = find(id)
      ledger.stateWord(payment, word)
      return show(payment)
    },

    refund: async ({ id, amount }) => {
      const payment = find(id)
      const { nextRefundId } = dialects[payment.provider]
      if (nextRefundId === undefined)
        throw new SandboxError("unsupported", "This acquirer documents no refund.")
      const left = (payment.paidAmount ?? 0) - refundedOf(payment)
      await ledger.refund(payment, {
        refundId: nextRefundId(payment),
        amount: amount ?? left,
        status: "succeeded",
      })
      return show(payment)
    },
    "settle-refund": async ({ id, refund: wanted, status }) => {
      const payment = find(id)
      const refund = payment.refunds.find(({ refundId, key }) => refundId === wanted || key === wanted)
      if (refund === undefined) {
        const known = payment.refunds.map(({ refundId, key }) => key ?? refundId).slice(0, 20)
        throw new SandboxError(
          "not_found",
          `This payment has no such refund. ${known.length === 0 ? "It has none" : `It has ${known.join(", ")}`}.`,
        )
      }
      await ledger.settleRefund(payment, refund, status)
      return show(payment)
    },
    "end-refunds": ({ id }) => {
      const payment = find(id)
      ledger.endRefunds(payment)
      return show(payment)
    },

    account: ({ account }) => credentialsOf(account, "account"),
    "renew-account": ({ account }) => credentialsOf(account, "renew"),

    "faults/script": (rule) => {
      faults.add(rule)
      return {}
    },
    "faults/list": () => ({ faults: [...faults.list()] }),
    "faults/clear": () => {
      faults.clear()
      answering.release()
      return {}
    },
    "faults/refuse": async ({ forMs }) => {
      if (caller !== undefined && forMs === undefined) {
        throw new SandboxError(
          "invalid_input",
          "faults/refuse: over HTTP forMs is required, since nobody could restore.",
        )
      }
      await listener.shut(caller)
      if (forMs !== undefined) listener.openAfter(forMs)
      return {}
    },
    "faults/restore": async () => {
      await listener.open()
      return {}
    },

    "callbacks/script": (rule) => {
      callbacks.script.add(rule)
      return {}
    },
    "callbacks/attempts": () => ({ attempts: [...callbacks.attempts()] }),
    "callbacks/resend": ({ id }) => callbacks.resend(find(id)),
    "callbacks/build": ({ id, overrides }) => {
      const payment = find(id)
      return dialects[payment.provider].callback(payment, overrides)
    },
    "callbacks/release": async () => {
      await callbacks.release()
      return {}
    },
    "callbacks/idle": async () => {
      await callbacks.idle()
      return {}
    },

    "zipay/set-callback-url": ({ url }) => {
      dialects.zipay.setCallbackUrl(url ?? undefined)
      return {}
    },
    "zipay/revoke-tokens": () => {
      for (const merchant of dialects.zipay.everyone()) merchant.revokeTokens()
      return {}
    },
    "midtrans/set-callback-url": ({ url }) => {
      dialects.midtrans.setCallbackUrl(url ?? undefined)
      return {}
    },
    "xendit/set-callback-url": ({ url }) => {
      dialects.xendit.setCallbackUrl(url ?? undefined)
      return {}
    },
    "snap/set-callback-url": ({ acquirer, url }) => {
      dialects[`snap-${acquirer}`].setCallbackUrl(url ?? undefined)
      return {}
    },
    "snap/revoke-tokens": ({ acquirer }) => {
      for (const merchant of dialects[`snap-${acquirer}`].everyone()) merchant.revokeTokens()
      return {}
    },
    "ifortepay/set-static-callback-url": ({ url }) => {
      dialects.ifortepay.setStaticCallbackUrl(url ?? undefined)
      return {}
    },

    journal: ({ since }) => ({ entries: [...journal.entries(since)] }),
    reset: async ({ seed }) => {
      faults.clear()
      answering.release()
      ledger.clear()
      clock.reset()
      if (seed !== undefined) workshop.reseed(seed)
      await callbacks.clear()
      journal.clear()
      for (const dialect of Object.values(dialects)) dialect.reset()
      snapKeys.clear()
      return {}
    },
  }
}
