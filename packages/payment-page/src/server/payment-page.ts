import type { OfAccount } from "@qriskit/payments"
import type { PublicFacts } from "../facts.js"
import { type Addressed, readToken, signed } from "./address.js"
import { htmlAnswer, jsonAnswer, REFUSALS, refusalAnswer } from "./answer.js"
import { assetAnswer } from "./assets.js"
import { publicFactsOf } from "./facts-of.js"
import { liveAnswer } from "./live-answer.js"
import type { PaymentPageOptions } from "./options.js"
import { languageOf, pageOf, refusalPage } from "./page.js"
import type { RefusalCode } from "./payments.js"
import { settingsOf } from "./settings.js"

/** Whose page, and for how long. */
export interface PageAddress {
  /** The account of a platform's merchant. Absent: the one account of a client. */
  readonly account?: string
  /** When the address ends. Later than the QR does: a customer who pays at the last moment looks at it still. */
  readonly until: Date
}

/** The pages of payments. */
export interface PaymentPage extends Disposable {
  /**
   * The path of a payment's page, below `basePath`, good until it ends, for that payment alone. Whoever has it sees
   * amount, status and QR, and the key, which stands in it unencrypted. Throws `InvalidPageAddress`.
   */
  addressOf(key: string, address: PageAddress): string
  /**
   * Answers what is asked below `basePath`: pages, the element's script, the status as JSON, live events. Never
   * rejects; an address that nobody gave is 404, one whose time is over 410.
   */
  handler(request: Request): Promise<Response>
  /** Ends every live page, for a server that closes. Pages are served on, and ask by themselves. */
  close(): void
}

/** Whether an error of the payments' is that there is no such payment. */
const isAbsent = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "NoSuchPayment"

const ofAccount = ({ account }: Addressed): OfAccount => (account === "" ? {} : { account })

/**
 * Pages that customers pay at, each under a signed address that ends.
 *
 * @throws InvalidConfiguration that names each option that cannot be right, never a secret
 *
 * @example
 * ```ts
 * import { createPaymentPage, type PagePayments } from "@qriskit/payment-page"
 *
 * declare const payments: PagePayments
 *
 * const page = createPaymentPage({ payments, secret: process.env["PAGE_SECRET"] ?? "" })
 * const until = new Date(Date.now() + 24 * 60 * 60_000)
 * const link = new URL(page.addressOf("order-1001", { until }), "https://toko.example")
 * const answer = await page.handler(new Request(link))
 * ```
 */
export const createPaymentPage = (options: PaymentPageOptions): PaymentPage => {
  const settings = settingsOf(options)
  const { payments, now = Date.now, onError = (error: unknown) => console.error(error) } = options
  const { secret: secrets, basePath, merchant, maxLive } = settings
  const closing = new AbortController()
  let lines = 0

  const factsFor = async (addressed: Addressed): Promise<PublicFacts> => {
    const record = await payments.get(addressed.key, ofAccount(addressed))
    return publicFactsOf(record, { now: new Date(now()), ...(merchant !== undefined && { merchant }) })
  }

  const refuse = (code: RefusalCode, part: string | undefined, url: URL, request: Request): Response => {
    if (part !== undefined) return refusalAnswer(code)
    const { status, more } = REFUSALS[code]
    return htmlAnswer(refusalPage(languageOf(url, request.headers, settings.language), code), status, more)
  }

  const answer = async (request: Request, url: URL): Promise<Response> => {
    const below = url.pathname.startsWith(`${basePath}/`) ? url.pathname.slice(basePath.length + 1) : ""
    const [token = "", part, ...more] = below.split("/")
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse("method_not_allowed", part, url, request)
    const asset = part === undefined ? assetAnswer(token, url.searchParams.get("v")) : undefined
    if (asset !== undefined) return asset
    const addressed = readToken(secrets, token)
    if (addressed === undefined || more.length > 0) return refuse("not_found", part, url, request)
    const left = (): number => addressed.until - now()
    if (left() <= 0) return refuse("ended", part, url, request)
    try {
      // Also before a page or a line: what is not there has neither.
      const facts = await factsFor(addressed)
      switch (part) {
        case undefined:
          return htmlAnswer(pageOf(languageOf(url, request.headers, settings.language), token))
        case "status":
          return jsonAnswer(facts)
        case "live":
          if (request.method === "HEAD" || lines >= maxLive || closing.signal.aborted)
            return refusalAnswer("unavailable")
          lines += 1
          return liveAnswer({
            payments,
            watched: { key: addressed.key, ...ofAccount(addressed) },
            facts: () => factsFor(addressed),
            left,
            signal: AbortSignal.any([request.signal, closing.signal]),
            ended: () => {
              lines -= 1
            },
          })
        default:
          return refuse("not_found", part, url, request)
      }
    } catch (error) {
      if (isAbsent(error)) return refuse("not_found", part, url, request)
      onError(error)
      return refuse("unavailable", part, url, request)
    }
  }

  const close = (): void => closing.abort()
  return {
    addressOf: (key, { account = "", until }) =>
      `${basePath}/${signed(secrets[0] ?? "", { key, account, until: until.getTime() })}`,
    handler: async (request) => {
      const given = await answer(request, new URL(request.url))
      return request.method === "HEAD" ? new Response(null, given) : given
    },
    close,
    [Symbol.dispose]: close,
  }
}
