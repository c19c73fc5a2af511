import type { Payment } from "@qriskit/core"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type CallbackOverrides, type Sandbox, startSandbox } from "@qriskit/sandbox"
import { createHandler, type Handler, type HandlerOptions } from "../../src/index.js"

/** What iFortepay needs of every payment. */
const ORDER = {
  amount: 25_000,
  description: "Two coffees",
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
} as const

export const BASE = "https://toko.example/webhooks/qris"

/** A callback as a platform hands it over. */
export const posted = (path: string, init: RequestInit = {}): Request =>
  new Request(`${BASE}${path}`, { method: "POST", headers: { "content-type": "application/json" }, ...init })

/** Lines that a handler wrote, each with its level in front. */
export class Lines {
  readonly all: Array<string> = []
  readonly warn = (line: string): void => void this.all.push(`warn ${line}`)
  readonly error = (line: string, detail = ""): void => void this.all.push(`error ${line} ${detail}`)
}

/** A merchant over a sandbox: both acquirers, and a handler that remembers what it was told. */
export class Shop implements AsyncDisposable {
  readonly sandbox: Sandbox
  readonly ifortepay: ReturnType<typeof createIfortepay>
  readonly zipay: ReturnType<typeof createZipay>
  readonly handler: Handler
  readonly heard: Array<string> = []
  readonly lines = new Lines()

  constructor(
    sandbox: Sandbox,
    options: Partial<HandlerOptions> = {},
    zipay: Partial<Parameters<typeof createZipay>[0]> = {},
  ) {
    this.sandbox = sandbox
    this.ifortepay = createIfortepay({ ...sandbox.ifortepay, retry: { times: 0 } })
    this.zipay = createZipay({ ...sandbox.zipay, retry: { times: 0 }, ...zipay })
    this.handler = createHandler({
      providers: [this.ifortepay, this.zipay],
      onPayment: ({ ref }, { type }) => this.heard.push(`${type} ${ref.externalId}`),
      log: this.lines,
      ...options,
    })
  }

  async order(provider: "ifortepay" | "zipay", externalId: string): Promise<Payment> {
    return this[provider].create({ ...ORDER, externalId })
  }

  async paid(provider: "ifortepay" | "zipay", externalId: string): Promise<Payment> {
    const payment = await this.order(provider, externalId)
    await this.sandbox.control.pay(payment.ref.paymentId)
    return payment
  }

  /** The callback about a payment as its acquirer sends it, or a forgery of it. */
  async callback(
    { ref }: Payment,
    { below = "", ...overrides }: CallbackOverrides & { readonly below?: string } = {},
  ): Promise<Request> {
    const { headers, body } = await this.sandbox.control.callbacks.build(ref.paymentId, overrides)
    return posted(`/${ref.provider}${below}`, { headers, body })
  }

  async call(...args: Parameters<Shop["callback"]>): Promise<{ status: number; text: string }> {
    const response = await this.handler(await this.callback(...args))
    return { status: response.status, text: await response.text() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handler.close()
    await Promise.all([this.ifortepay.close(), this.zipay.close()])
  }
}

export { startSandbox }
