import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { toNodeListener } from "@qriskit/http/node"
import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { copyOfPglite, migratedPglite } from "../../../payments/test/support/pglite-copy.js"
import { createPaymentPage, type PaymentPage, type PaymentPageOptions } from "../../src/index.js"

export const SECRET = "a secret of the tests, long enough to be one"

/** Payments over the emulated acquirer, and the pages of their customers on a server. */
export interface Shop extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly payments: PaymentsClient
  readonly page: PaymentPage
  readonly origin: string
  /** What went wrong, as the host is told. */
  readonly errors: Array<unknown>
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  ahead: number
  /** Lines stand, and nothing is said on them: what a phone has whose network went away without a word. */
  isMute: boolean
  /** Opens a payment, and gives the sandbox's id of it. */
  open(key: string, amount: number): Promise<string>
  /** The acquirer is asked, as happens by itself. */
  paid(key: string, id: string): Promise<void>
  /** The whole address of a page that is good for a day. */
  link(key: string, account?: string): string
  /** What the handler answers at an address, without a network. */
  ask(path: string, init?: RequestInit): Promise<Response>
}

export const openShop = async (options: Partial<PaymentPageOptions> = {}): Promise<Shop> => {
  const sandbox = await startSandbox({ clock: "manual", startAt: new Date() })
  const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
  const credentials = { baseUrl, userId, password, merchantId, merchantKey, retry: { times: 0 } }
  const zipay = createZipay(credentials)
  const database = await copyOfPglite(await migratedPglite())
  const payments = await createPayments({ database, providers: [zipay] })
  const errors: Array<unknown> = []
  const shop = { ahead: 0, isMute: false }
  const page = createPaymentPage({
    payments,
    secret: SECRET,
    onError: (error) => errors.push(error),
    now: () => Date.now() + shop.ahead,
    ...options,
  })
  const answer = (request: Request): Promise<Response> =>
    shop.isMute && request.url.endsWith("/live")
      ? Promise.resolve(
          new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } }),
        )
      : page.handler(request)
  const server = createServer(toNodeListener(answer)).listen(0, "127.0.0.1")
  await once(server, "listening")
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const dayLater = () => new Date(Date.now() + shop.ahead + 24 * 60 * 60_000)
  return Object.assign(shop, {
    sandbox,
    payments,
    page,
    origin,
    errors,
    open: async (key: string, amount: number) => {
      const record = await payments.open({ key, amount, provider: "zipay", expiresInMinutes: 30 })
      return record.ref?.paymentId ?? ""
    },
    paid: async (key: string, id: string) => {
      await sandbox.control.pay(id, { issuer: "DOMPET CONTOH" })
      await payments.refresh(key)
    },
    link: (key: string, account?: string) =>
      origin + page.addressOf(key, { until: dayLater(), ...(account !== undefined && { account }) }),
    ask: (path: string, init?: RequestInit) => page.handler(new Request(new URL(path, origin), init)),
    [Symbol.asyncDispose]: async () => {
      page.close()
      server.closeAllConnections()
      server.close()
      await payments.close()
      await database.close()
      await zipay.close()
      await sandbox.close()
    },
  })
}
