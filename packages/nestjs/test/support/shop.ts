import { type DynamicModule, Injectable, Module, type Provider, type Type } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { OnPayment, type PaymentEvent, type QrisClient, QrisModule, QrisService } from "../../src/index.js"
import type { QrisModuleExtras, QrisModuleOptions } from "../../src/options.js"
import { QrisSandbox, QrisTestingModule } from "../../src/testing.js"
import { ifortepayOver, ORDER, zipayOver } from "./acquirers.js"
import { type Platform, startApp } from "./platforms.js"
import { post } from "./post.js"

export interface ShopOptions extends QrisModuleExtras, Partial<QrisModuleOptions> {
  readonly zipay?: Parameters<typeof zipayOver>[1]
  readonly ifortepay?: Parameters<typeof ifortepayOver>[1]
  /** Further clients over the sandbox. */
  readonly also?: (sandbox: Sandbox) => ReadonlyArray<QrisClient>
  /** Instead of the handler that remembers everything. */
  readonly handlers?: ReadonlyArray<Provider>
  readonly imports?: ReadonlyArray<DynamicModule | Type<unknown>>
  /** What guards on the webhooks inject from. */
  readonly moduleImports?: ReadonlyArray<Type<unknown>>
  readonly app?: Parameters<typeof startApp>[2]
}

/** A merchant's application over a sandbox, with both acquirers and a handler that remembers what it heard. */
export const startShop = async (
  platform: Platform,
  {
    zipay,
    ifortepay,
    also = () => [],
    handlers,
    imports = [],
    moduleImports = [],
    app: appOptions,
    ...module
  }: ShopOptions = {},
) => {
  const sandbox = await startSandbox()
  const heard: Array<string> = []

  @Injectable()
  class Fulfilment {
    @OnPayment("*")
    hear(payment: Payment, event: PaymentEvent): void {
      heard.push(`${event.type} ${payment.ref.externalId}`)
    }
  }

  @Module({
    imports: [
      QrisModule.forRoot({
        providers: [ifortepayOver(sandbox, ifortepay), zipayOver(sandbox, zipay), ...also(sandbox)],
        checkClock: false,
        imports: [...moduleImports],
        ...module,
      }),
      QrisTestingModule.forSandbox(sandbox),
      ...imports,
    ],
    providers: [...(handlers ?? [Fulfilment])],
  })
  class Shop {}

  const server = await startApp(platform, Shop, appOptions).catch(async (error: unknown) => {
    await sandbox.close()
    throw error
  })
  // Most shops here have no address; a test of its own is about that sentence.
  const { lines } = server.log
  lines.splice(0, lines.length, ...lines.filter((line) => !line.includes("learns from each payment")))
  const qris = server.app.get(QrisService)
  const acquirers = server.app.get(QrisSandbox)
  return {
    ...server,
    heard,
    qris,
    acquirers,
    sandbox,
    control: sandbox.control,
    /** Makes a payment that both acquirers accept. */
    order: (provider: "ifortepay" | "zipay" | "midtrans" | "xendit", externalId: string) =>
      qris.create(provider, { ...ORDER, externalId }),
    /** Posts the callback about a payment, or a forgery of it. */
    callBack: async (payment: Payment, options?: Parameters<QrisSandbox["callback"]>[1]) => {
      const callback = await acquirers.callback(payment.ref, options)
      return post(server.url + callback.path, callback)
    },
    async [Symbol.asyncDispose]() {
      await server.app.close()
      await sandbox.close()
    },
  }
}
