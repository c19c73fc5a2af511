import type { NotificationReply, PaymentRef } from "@qriskit/core"
import { addresseeOf } from "./callbacks/addressee.js"
import { BoundedLog } from "./callbacks/bounded-log.js"
import type { CallbackRequest } from "./callbacks/callback-request.js"
import { ConfirmingTaker } from "./callbacks/confirming-taker.js"
import { InquiryBudget } from "./callbacks/inquiry-budget.js"
import { Reception, type ReceptionLog } from "./callbacks/reception.js"
import { StoringTaker } from "./callbacks/storing-taker.js"
import { callerOf } from "./caller.js"
import { endsWithin } from "./ends-within.js"
import { Announcer } from "./events/announcer.js"
import { PaymentFeed } from "./events/payment-feed.js"
import { bytesOf } from "./handler/body.js"
import { recipientsOf } from "./handler/given.js"
import { type HandlerLog, type HandlerOptions, handlerSettings } from "./handler/handler-options.js"
import { segmentsBelow } from "./handler/path.js"
import { callerOn, type WaitUntil, waitUntilOn } from "./handler/platform.js"
import { Reconciling } from "./handler/reconciling.js"
import { Subscribers } from "./handler/subscribers.js"

/** Receives callbacks: a function from a `Request` to a `Response`, and what belongs to it. */
export interface Handler extends AsyncDisposable {
  /**
   * Answers a callback, in its provider's own words. Never rejects.
   *
   * @param platform what the platform hands over beside the request: Bun's server, Deno's information, a Worker's
   *   environment and context. The caller's address and `waitUntil` are found in it; anything else is ignored
   */
  (request: Request, ...platform: ReadonlyArray<unknown>): Promise<Response>
  /** Where each provider's callbacks arrive: `{ provider: "zipay", path: "/webhooks/qris/zipay" }`. */
  readonly paths: ReadonlyArray<{ readonly provider: string; readonly path: string }>
  /**
   * Without `payments`: notes that a callback about this payment is expected, because it was made here. It is then
   * asked about whatever strangers send. With `payments` nothing needs to be noted.
   */
  expect(payment: PaymentRef): void
  /**
   * Takes no more callbacks and events, and resolves when those under way are done, after `closeMillis` at the latest:
   * what is left then comes again. Payments and providers stay open.
   */
  close(): Promise<void>
}

const CONSOLE: HandlerLog = {
  warn: (line) => console.warn(line),
  error: (line, detail) => (detail === undefined ? console.error(line) : console.error(line, detail)),
}

/** Whether the platform took the work. Some throw where a request is none of theirs. */
const isLeftTo = (waitUntil: WaitUntil | undefined, work: Promise<unknown>): boolean => {
  try {
    waitUntil?.(work)
    return waitUntil !== undefined
  } catch {
    return false
  }
}

const responseOf = ({ status, headers, body }: NotificationReply): Response =>
  // A `Response` of such a status refuses even an empty text.
  new Response(status === 204 || status === 304 ? null : body, { status, headers })

/**
 * Makes a handler of callbacks for any framework: Hono, Next.js, Elysia, Bun, Deno and Workers call it as it is; for
 * Node, Express, Connect and Fastify there are doors in `@qriskit/http/node` and `@qriskit/http/fastify`.
 *
 * Callbacks are posted to `<basePath>/<provider>`, and `/<account>` behind it where a provider has many. What is behind
 * that is the acquirer's: a secret of yours, or the path on which it asks for a token.
 *
 * @param given the providers or payments, who is called, and limits
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import { createHandler } from "@qriskit/http"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({ userId: "partner-contoh", password: "…", merchantId: "3", merchantKey: "…" })
 * const handler = createHandler({
 *   providers: [zipay],
 *   onPaid: async ({ ref, amount }) => console.log(ref.orderId, amount),
 * })
 * const answer = await handler(new Request("https://toko.example/webhooks/qris/zipay", { method: "POST", body: "{}" }))
 * console.log(answer.status)
 * ```
 */
export const createHandler = (given: HandlerOptions): Handler => {
  // A caller without types may give nothing at all, and is told what is missing.
  const options: HandlerOptions = given ?? {}
  const settings = handlerSettings(options)
  const recipients = recipientsOf(options)
  const { payments, log = CONSOLE } = options
  const { basePath, bodyLimit, unknownPerSecond, closeMillis } = settings

  const receptionLog: ReceptionLog = {
    debug: (line) => log.debug?.(line),
    warn: (line) => log.warn(line),
    error: (line) => log.error(line),
  }
  const lines = new BoundedLog(receptionLog)
  const subscribers = new Subscribers(options)
  const announcer = new Announcer(subscribers, (sentence, stack) => log.error(sentence, stack))
  const feed = new PaymentFeed()
  if (payments !== undefined && !subscribers.isEmpty) feed.start(payments, announcer)

  const budgets = new Map<string, InquiryBudget>()
  const budget = (providerId: string): InquiryBudget => {
    const known = budgets.get(providerId) ?? new InquiryBudget(unknownPerSecond)
    budgets.set(providerId, known)
    return known
  }
  const taker =
    payments === undefined
      ? new ConfirmingTaker({ refOf: options.refOf, budget }, announcer)
      : new StoringTaker(payments)
  const reception = new Reception(taker, bodyLimit, receptionLog)
  const reconciling = payments && new Reconciling(payments, settings, lines)

  const callback = async (
    providerId: string,
    below: ReadonlyArray<string>,
    request: Request,
    platform: ReadonlyArray<unknown>,
  ): Promise<Response> => {
    const addressee = addresseeOf(recipients, providerId, below)
    if (addressee === undefined) return new Response(null, { status: 404 })
    if (request.method !== "POST") {
      return new Response(null, {
        status: request.method === "OPTIONS" ? 204 : 405,
        headers: { allow: "POST" },
      })
    }
    const { pathname, search } = new URL(request.url)
    const received: CallbackRequest = {
      headers: Object.fromEntries(request.headers),
      path: `${pathname}${search}`,
      get remoteAddress() {
        return options.remoteAddress?.(request) ?? callerOf(request) ?? callerOn(platform, request)
      },
      bytes: () => bytesOf(request, bodyLimit),
    }
    const reply = await reception.receive(addressee, received)
    const work = reply.status < 300 ? reconciling?.behind() : undefined
    if (work !== undefined) {
      // A platform that stops a process with its last answer would not let it go on.
      if (!isLeftTo(waitUntilOn(platform) ?? options.waitUntil, work)) await work
    }
    return responseOf(reply)
  }

  const handle = async (request: Request, ...platform: ReadonlyArray<unknown>): Promise<Response> => {
    const [first, ...below] = segmentsBelow(basePath, new URL(request.url)) ?? []
    if (first === undefined) return new Response(null, { status: 404 })
    const answer = first === "cron" && below.length === 0 ? await reconciling?.cron(request) : undefined
    return answer ?? callback(first, below, request, platform)
  }

  const end = async (): Promise<void> => {
    const ended = Promise.all([reception.close(), feed.close(), reconciling?.close()])
    if (await endsWithin(closeMillis, ended)) return
    const left = reception.giveUp() + feed.giveUp()
    log.error(
      `The handler closes, and ${left} callbacks or events are still being handled after ${closeMillis} ms: they are left behind and come again. Look for a handler of yours that hangs.`,
    )
  }
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= end()
    return closing
  }

  const ids = new Set([...recipients.clients.keys(), ...recipients.accounts.keys()])
  return Object.assign(handle, {
    paths: [...ids].map((provider) => ({ provider, path: `${basePath}/${provider}` })),
    expect: (payment: PaymentRef) => budget(payment.provider).know(payment),
    close,
    [Symbol.asyncDispose]: close,
  })
}
