import { Injectable, Module } from "@nestjs/common"
import type { Payment } from "@qriskit/core"
import { createIfortepayAccounts, type IfortepayConfigInput } from "@qriskit/provider-ifortepay/promise"
import { createZipayAccounts, type ZipayConfigInput } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { OnPayment, type PaymentEvent, QrisModule, QrisService } from "../../src/index.js"
import type { QrisModuleExtras, QrisModuleOptions } from "../../src/options.js"
import { QrisSandbox, QrisTestingModule } from "../../src/testing.js"
import { ORDER } from "./acquirers.js"
import { type Platform, startApp } from "./platforms.js"
import { post } from "./post.js"

export interface ManyMerchantsOptions extends Partial<QrisModuleOptions> {
  readonly webhooks?: QrisModuleExtras["webhooks"]
  /** Names of accounts that are in the platform's table from the start. */
  readonly merchants?: ReadonlyArray<string>
  readonly unknownPerSecond?: number
  readonly imports?: ReadonlyArray<Parameters<typeof Module>[0]["imports"]>
  readonly app?: Parameters<typeof startApp>[2]
}

/** A platform's application over a sandbox: merchants in a table of its own, both providers with accounts alone. */
export const startManyMerchants = async (
  platform: Platform,
  {
    merchants = ["toko-1", "toko-2"],
    unknownPerSecond,
    webhooks,
    app: appOptions,
    ...options
  }: ManyMerchantsOptions = {},
) => {
  const sandbox = await startSandbox()
  const table = new Map<
    string,
    { readonly zipay: ZipayConfigInput; readonly ifortepay: IfortepayConfigInput }
  >()
  /** What was asked of the table, in order. */
  const loads: Array<string> = []
  const away: { error?: Error } = {}

  const onboard = async (account: string, how: "account" | "renewAccount" = "account") => {
    const { zipay, ifortepay } = await sandbox.control[how](account)
    table.set(account, {
      zipay: {
        ...zipay,
        baseUrl: sandbox.zipay.baseUrl,
        retry: { times: 0 },
        callbackSecret: `secret-of-the-path-of-${account}`,
      },
      ifortepay: { ...ifortepay, baseUrl: sandbox.ifortepay.baseUrl, channel: "NOBU", retry: { times: 0 } },
    })
  }
  for (const account of merchants) await onboard(account)

  const rowOf = async (provider: string, account: string) => {
    loads.push(`${provider} ${account}`)
    if (away.error !== undefined) throw away.error
    return table.get(account)
  }
  const limits = unknownPerSecond === undefined ? {} : { unknownPerSecond }
  const heard: Array<string> = []

  @Injectable()
  class Fulfilment {
    @OnPayment("*")
    hear(payment: Payment, { type, account }: PaymentEvent): void {
      heard.push(`${type} ${account}/${payment.ref.externalId} ${payment.ref.account}`)
    }
  }

  @Module({
    imports: [
      QrisModule.forRootAsync({
        accountsAt: ["ifortepay", "zipay"],
        ...(webhooks !== undefined && { webhooks }),
        useFactory: () => ({
          accounts: [
            createIfortepayAccounts({
              load: async (account) => (await rowOf("ifortepay", account))?.ifortepay,
              ...limits,
            }),
            createZipayAccounts({
              load: async (account) => (await rowOf("zipay", account))?.zipay,
              ...limits,
            }),
          ],
          checkClock: false,
          ...options,
        }),
      }),
      QrisTestingModule.forSandbox(sandbox),
    ],
    providers: [Fulfilment],
  })
  class Platform {}

  const server = await startApp(platform, Platform, appOptions).catch(async (error: unknown) => {
    await sandbox.close()
    throw error
  })
  const qris = server.app.get(QrisService)
  const acquirers = server.app.get(QrisSandbox)
  return {
    ...server,
    sandbox,
    control: sandbox.control,
    qris,
    acquirers,
    table,
    loads,
    away,
    heard,
    onboard,
    order: (account: string, provider: "ifortepay" | "zipay", externalId: string) =>
      qris.for(account).create(provider, { ...ORDER, externalId }),
    /** Posts the callback about a payment, or a forgery of it, to the address of its account or of another. */
    callBack: async (payment: Pick<Payment, "ref">, options: Parameters<QrisSandbox["callback"]>[1] = {}) => {
      const account = options.account ?? payment.ref.account
      const secret = payment.ref.provider === "zipay" ? { secret: `secret-of-the-path-of-${account}` } : {}
      const callback = await acquirers.callback(payment.ref, { ...secret, ...options })
      return post(server.url + callback.path, callback)
    },
    async [Symbol.asyncDispose]() {
      await server.app.close()
      await sandbox.close()
    },
  }
}
