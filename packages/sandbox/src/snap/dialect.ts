import { staticQr } from "../qris.js"
import type { AnnouncingDialect, CallbackOverrides, RawCallback, Route, WireAnswer } from "../wire.js"
import { coded, codeOf, snapTime } from "./answer.js"
import { tokenRequest, writeCallback } from "./callback.js"
import type { SnapDialectFacts } from "./facts.js"
import { merchantOf } from "./merchant.js"
import { SnapTokens } from "./tokens.js"
import { type SnapSurroundings, snapVerbs } from "./verbs.js"

/** The address that a merchant registered, where nobody set one: what some acquirers sign. */
export function registeredUrl(acquirer: string, tail: string): string {
  return `https://toko.example/webhooks/qris/snap-${acquirer}${tail}`
}

/** Where the merchant is asked for a token: beside the address for callbacks, or at the root of its host. */
function tokenUrlFor(url: string, { tail, tokenTail }: SnapDialectFacts["callback"]): string | undefined {
  if (tokenTail === undefined) return undefined
  const { pathname } = new URL(url)
  const before = pathname.endsWith(tail) ? pathname.slice(0, -tail.length) : ""
  return new URL(before + tokenTail, url).href
}

/** A SNAP acquirer whose tokens can be taken back. */
export interface SnapDialect extends AnnouncingDialect {
  revokeTokens(): void
}

/** One SNAP acquirer as this project reads its documents. */
export function snapDialect(surroundings: SnapSurroundings): SnapDialect {
  const { acquirer, facts, settings, keys, ledger, clock, identity } = surroundings
  const provider = `snap-${acquirer}` as const
  const tokens = new SnapTokens(clock, identity, provider)
  const verbs = snapVerbs(surroundings, tokens)
  const configured = settings.callbackUrls[acquirer]
  const printed = staticQr(merchantOf(facts, settings), "STATIC-0001")
  let callbackUrl = configured
  let staticPayments = 0

  /** Answers carry the time, too [S]. */
  const timed = (given: WireAnswer): WireAnswer => ({
    ...given,
    headers: { ...given.headers, "x-timestamp": snapTime(clock.now()) },
  })

  const route = (
    operation: "token" | "create" | "inquire" | "cancel" | "refund",
    path: string | undefined,
  ): ReadonlyArray<Route> => {
    const answer = verbs[operation]
    return path === undefined || answer === undefined
      ? []
      : [
          {
            method: "POST",
            path,
            operation: `${provider}.${operation}`,
            answer: (request) => timed(answer(request)),
          },
        ]
  }

  return {
    provider,
    routes: [
      ...route("token", facts.tokenPath),
      ...route("create", facts.create.path),
      ...route("inquire", facts.inquire.path),
      ...route("cancel", facts.cancel?.path),
      ...route("refund", facts.refund?.path),
    ],
    refuse: (status, message) => coded(`${status}0000`, message, {}, settings),
    word: (payment) => codeOf(payment, facts),

    announces: (status) => facts.callback.announces.includes(status),
    callback: (payment, overrides: CallbackOverrides = {}): RawCallback => {
      const url = payment.callbackUrl ?? callbackUrl
      const { url: _, ...rest } = writeCallback(
        payment,
        {
          acquirer,
          facts,
          settings,
          privateKey: keys.acquirer.privateKey,
          url: url ?? registeredUrl(acquirer, facts.callback.tail),
          now: clock.now(),
          contractId: verbs.contractOf(payment),
        },
        overrides,
      )
      if (url === undefined) return rest
      const tokenUrl = tokenUrlFor(url, facts.callback)
      return tokenUrl === undefined
        ? { url, ...rest }
        : {
            url,
            ...rest,
            token: { url: tokenUrl, ...tokenRequest(settings, keys.acquirer.privateKey, clock.now()) },
          }
    },
    accepts: (status) => status >= 200 && status < 300,
    // The standard names refunds in no callback; Midtrans lists them in its own [A].
    announcesRefund: () => facts.refund !== undefined,
    retryDelaysMs:
      facts.callback.retrySeconds?.map((seconds) => seconds * 1_000) ?? settings.callbackRetryDelaysMs,
    nextRefundId: ({ refunds }) => String(refunds.length + 1),
    setCallbackUrl: (url) => {
      callbackUrl = url
    },

    revokeTokens: () => tokens.revoke(),

    staticQr: printed,
    openStatic: (amount) => {
      staticPayments += 1
      const name = [provider, "static", String(staticPayments)]
      return ledger.open({
        provider,
        paymentId: identity().digits(24, ...name),
        externalId: `STATIC-${identity().alphanumeric(10, ...name)}`,
        orderId: "STATIC-0001",
        scope: settings.merchantId,
        kind: "static",
        amount,
        qrPayload: printed,
        createdAt: clock.now(),
      })
    },
    defaultIssuer: () => facts.name,

    reset: () => {
      callbackUrl = configured
      staticPayments = 0
      tokens.clear()
      verbs.reset()
    },
  }
}
