import { type DynamicModule, Inject, Injectable, Module } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import type { Payment, QrisError } from "@qriskit/core"
import type { IfortepayClient } from "@qriskit/provider-ifortepay/promise"
import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  InjectQris,
  InjectQrisService,
  OnPayment,
  type PaymentEvent,
  QrisModule,
  QrisService,
  qrisProviderToken,
  qrisServiceToken,
} from "../src/index.js"
import type { QrisOptionsFactory } from "../src/options.js"
import { QrisSandbox, QrisTestingModule } from "../src/testing.js"
import { ifortepayOver, ORDER, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"
import { post } from "./support/post.js"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

/** An application that only has what is imported, without HTTP. */
const contextOf = async (...imports: ReadonlyArray<DynamicModule>) => {
  @Module({ imports: [...imports] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false })
  return Object.assign(app, { [Symbol.asyncDispose]: () => app.close() })
}

const sentenceOf = (attempt: () => unknown): string => {
  try {
    attempt()
    return "nothing was wrong"
  } catch (error) {
    return String(error)
  }
}

const reasonOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  )
  // Asserted by whoever looks at the reason.
  return (error as QrisError).reason
}

const quiet = { checkClock: false } as const

describe("QrisModule.forRoot", () => {
  it("gives every provider's client to whoever injects it, with its own verbs", async () => {
    @Injectable()
    class Checkout {
      readonly ifortepay: IfortepayClient
      readonly zipay: ZipayClient
      constructor(
        @InjectQris("ifortepay") ifortepay: IfortepayClient,
        @InjectQris("zipay") zipay: ZipayClient,
      ) {
        this.ifortepay = ifortepay
        this.zipay = zipay
      }
    }
    const clients = [ifortepayOver(sandbox), zipayOver(sandbox)] as const
    @Module({ imports: [QrisModule.forRoot({ ...quiet, providers: clients })], providers: [Checkout] })
    class App {}
    const app = await NestFactory.createApplicationContext(App, { logger: false })
    const { ifortepay, zipay } = app.get(Checkout)
    expect([ifortepay, zipay]).toEqual(clients)
    const payment = await ifortepay.create({ ...ORDER, externalId: "module-1", channel: "SHOPEEPAY" })
    expect((await ifortepay.cancel(payment.ref)).status).toBe("canceled")
    await app.close()
  })

  it("is seen by every module where it is global, and only by those that import it otherwise", async () => {
    @Injectable()
    class Elsewhere {
      readonly qris: QrisService
      constructor(@Inject(QrisService) qris: QrisService) {
        this.qris = qris
      }
    }
    @Module({ providers: [Elsewhere], exports: [Elsewhere] })
    class Feature {}
    const start = (isGlobal: boolean) => {
      const qris = QrisModule.forRoot({ ...quiet, isGlobal, providers: [zipayOver(sandbox)] })
      return contextOf(qris, { module: Feature })
    }
    await using app = await start(true)
    expect(app.get(Elsewhere).qris.providerIds).toEqual(["zipay"])
    await expect(start(false)).rejects.toThrow("can't resolve dependencies of the Elsewhere")
  })

  it("refuses what cannot be used, and says what to write", () => {
    const zipay = zipayOver(sandbox)
    const sentence = (options: object) =>
      sentenceOf(() => Reflect.apply(QrisModule.forRoot, QrisModule, [{ providers: [zipay], ...options }]))
    expect(sentence({ name: "toko b" })).toBe(
      'QrisSetupError: name of QrisModule must hold letters, digits and - only, such as "toko-b".',
    )
    for (const prefix of ["", ":id", "a//b", "a b", "a/*"]) {
      expect(sentence({ webhooks: { prefix } })).toContain(
        "webhooks.prefix of QrisModule must be a plain path",
      )
    }
    for (const bodyLimit of [0, -1, 1.5, Number.NaN]) {
      expect(sentence({ webhooks: { bodyLimit } })).toContain(
        "webhooks.bodyLimit of QrisModule must be a whole number",
      )
    }
  })

  it.each([
    ["no providers", undefined, "QrisModule has no providers: write providers: [createZipay({...})]"],
    ["an empty list", [], "QrisModule has no providers"],
    ["something else than a client", [{ id: "zipay" }], "providers[0] of QrisModule is not a promise client"],
    ["nothing", [undefined], "providers[0] of QrisModule is not a promise client"],
  ])("refuses %s at start", async (_, providers, sentence) => {
    const options = { ...quiet, providers }
    await expect(contextOf(Reflect.apply(QrisModule.forRoot, QrisModule, [options]))).rejects.toThrow(
      sentence,
    )
  })

  it("refuses a provider of the Effect door, and the same provider twice", async () => {
    const zipay = zipayOver(sandbox)
    const effect = Reflect.apply(QrisModule.forRoot, QrisModule, [{ ...quiet, providers: [zipay.effect] }])
    await expect(contextOf(effect)).rejects.toThrow("is not a promise client")
    await expect(contextOf(QrisModule.forRoot({ ...quiet, providers: [zipay, zipay] }))).rejects.toThrow(
      'providers of QrisModule has "zipay" twice: register the second merchant by itself',
    )
  })
})

describe("QrisModule.forRootAsync", () => {
  const providers = () => [zipayOver(sandbox)]

  it("takes a factory with what it injects from what it imports", async () => {
    @Module({
      providers: [{ provide: "MERCHANT_ID", useValue: sandbox.zipay.merchantId }],
      exports: ["MERCHANT_ID"],
    })
    class Configuration {}
    await using app = await contextOf(
      QrisModule.forRootAsync({
        imports: [Configuration],
        inject: ["MERCHANT_ID"],
        providerIds: ["zipay"],
        useFactory: async (merchantId: string) => ({
          ...quiet,
          providers: [zipayOver(sandbox, { merchantId })],
        }),
      }),
    )
    expect(app.get(QrisService).providerIds).toEqual(["zipay"])
    expect(app.get(qrisProviderToken("zipay"))).toBe(app.get(QrisService).provider("zipay"))
  })

  it("takes a class that makes the options, or one that exists", async () => {
    @Injectable()
    class Options implements QrisOptionsFactory {
      createQrisOptions = () => ({ ...quiet, providers: providers() })
    }
    @Module({ providers: [Options], exports: [Options] })
    class Configuration {}
    await using made = await contextOf(QrisModule.forRootAsync({ providerIds: ["zipay"], useClass: Options }))
    await using found = await contextOf(
      QrisModule.forRootAsync({ providerIds: ["zipay"], imports: [Configuration], useExisting: Options }),
    )
    for (const app of [made, found]) expect(app.get(QrisService).providerIds).toEqual(["zipay"])
  })

  it("refuses to do without the ids, and ids other than the factory's", async () => {
    const useFactory = () => ({ ...quiet, providers: providers() })
    expect(sentenceOf(() => Reflect.apply(QrisModule.forRootAsync, QrisModule, [{ useFactory }]))).toBe(
      'QrisSetupError: QrisModule.forRootAsync needs providerIds, such as ["zipay"], or accountsAt for accounts: callbacks\' paths and what @InjectQris names are made before the factory runs.',
    )
    for (const providerIds of [["ifortepay"], ["zipay", "ifortepay"]]) {
      await expect(contextOf(QrisModule.forRootAsync({ providerIds, useFactory }))).rejects.toThrow(
        'The factory of QrisModule.forRootAsync returned the providers "zipay", but providerIds names "ifortepay"'.replace(
          '"ifortepay"',
          providerIds.map((id) => `"${id}"`).join(", "),
        ),
      )
    }
  })

  it("names the field where a provider's secret is missing", async () => {
    const module = QrisModule.forRootAsync({
      providerIds: ["zipay"],
      useFactory: () => ({ ...quiet, providers: [createZipay({ ...sandbox.zipay, merchantKey: "" })] }),
    })
    await expect(contextOf(module)).rejects.toThrow(
      "zipay is not configured correctly: merchantKey must not be empty.",
    )
  })
})

describe.each(PLATFORMS)("several registrations on %s", (platform) => {
  it("each have their own clients, service, paths and handlers", async () => {
    const heard: Array<string> = []
    @Injectable()
    class Fulfilment {
      readonly second: QrisService
      constructor(
        @InjectQrisService("toko-b") second: QrisService,
        @InjectQris("zipay", "toko-b") _: ZipayClient,
      ) {
        this.second = second
      }
      @OnPayment("paid", { registration: "toko-b" })
      onlySecond(payment: Payment) {
        heard.push(`second ${payment.ref.externalId}`)
      }
      @OnPayment("paid")
      both(payment: Payment, event: PaymentEvent) {
        heard.push(`${event.registration} ${payment.ref.externalId}`)
      }
    }
    @Module({
      imports: [
        QrisModule.forRoot({ ...quiet, providers: [zipayOver(sandbox), ifortepayOver(sandbox)] }),
        QrisModule.forRoot({ ...quiet, name: "toko-b", providers: [zipayOver(sandbox)] }),
        QrisTestingModule.forSandbox(sandbox),
      ],
      providers: [Fulfilment],
    })
    class App {}
    await using server = await startApp(platform, App)
    const acquirers = server.app.get(QrisSandbox)
    const second = server.app.get<QrisService>(qrisServiceToken("toko-b"))
    expect(second).toBe(server.app.get(Fulfilment).second)
    expect(second).not.toBe(server.app.get(QrisService))
    expect(acquirers.path("zipay", "toko-b")).toBe("/webhooks/qris/toko-b/zipay")

    const payment = await second.create("zipay", { amount: 10_000, externalId: `${platform}-1` })
    await sandbox.control.pay(payment.ref.paymentId)
    const callback = await acquirers.callback(payment.ref, { registration: "toko-b" })
    expect((await post(server.url + callback.path, callback)).status).toBe(200)
    expect(heard).toEqual([`second ${platform}-1`, `toko-b ${platform}-1`])
    heard.length = 0
    const toTheFirst = await acquirers.callback(payment.ref)
    expect((await post(server.url + toTheFirst.path, toTheFirst)).status).toBe(200)
    expect(heard).toEqual([`default ${platform}-1`])
  })
})

describe("QrisService", () => {
  const start = (options: object = {}) =>
    contextOf(
      QrisModule.forRoot({ ...quiet, providers: [ifortepayOver(sandbox), zipayOver(sandbox)], ...options }),
    )

  it("creates, inquires and cancels through the provider that a request or a reference names", async () => {
    await using app = await start()
    const qris = app.get(QrisService)
    const payment = await qris.create("ifortepay", { ...ORDER, externalId: "service-1" })
    expect(await qris.inquire(payment.ref)).toMatchObject({ status: "pending", amount: 25_000 })
    expect(await qris.cancel(payment.ref)).toMatchObject({ status: "canceled" })
    expect(await qris.inquire(JSON.parse(JSON.stringify(payment.ref)))).toMatchObject({ status: "canceled" })
  })

  it("tells what each provider can do, and hands out its client", async () => {
    await using app = await start()
    const qris = app.get(QrisService)
    expect(Object.keys(qris.capabilities())).toEqual(["ifortepay", "zipay"])
    expect(qris.capabilities()["zipay"]?.cancel.supported).toBe(false)
    expect(qris.provider("zipay").id).toBe("zipay")
    expect(sentenceOf(() => qris.provider("another"))).toBe(
      'QrisSetupError: No provider "another" is registered, only "ifortepay", "zipay": add it to providers of QrisModule.',
    )
  })

  it("refuses to cancel where the provider cannot, and says why, without asking it", async () => {
    await using app = await start()
    const qris = app.get(QrisService)
    const payment = await qris.create("zipay", { amount: 10_000, externalId: "service-2" })
    const before = (await sandbox.control.journal()).length
    expect(await reasonOf(qris.cancel(payment.ref))).toMatchObject({
      _tag: "Unsupported",
      outcome: "not_sent",
      why: "Zipay documents no way to cancel a QR; it expires by itself",
    })
    expect(await sandbox.control.journal()).toHaveLength(before)
  })

  it("refuses a provider that is not registered, and references that are none, as a bad request", async () => {
    await using app = await start()
    const qris = app.get(QrisService)
    const refused = {
      _tag: "InvalidRequest",
      issues: [{ path: "provider", message: 'must be one of "ifortepay", "zipay"' }],
    }
    expect(await reasonOf(qris.create("another", { amount: 1_000, externalId: "x" }))).toMatchObject(refused)
    for (const ref of [undefined, null, 7, {}, { provider: 7 }, { provider: "__proto__" }]) {
      expect(await reasonOf(Reflect.apply(qris.inquire, qris, [ref]))).toMatchObject(refused)
      expect(await reasonOf(Reflect.apply(qris.cancel, qris, [ref]))).toMatchObject(refused)
    }
  })

  it("sends the configured callback address along where the request names none and the provider takes one", async () => {
    const notificationUrls = { ifortepay: "http://127.0.0.1:9/webhooks/qris/ifortepay" }
    await using app = await start({ notificationUrls })
    const qris = app.get(QrisService)
    const own = "http://127.0.0.1:9/own"
    for (const request of [{ externalId: "service-3" }, { externalId: "service-4", notificationUrl: own }]) {
      const { ref } = await qris.create("ifortepay", { ...ORDER, ...request })
      const { url } = await sandbox.control.callbacks.build(ref.paymentId)
      expect(url).toBe(request.notificationUrl ?? notificationUrls.ifortepay)
    }
  })

  it("gives up a call whose signal is aborted", async () => {
    await using app = await start()
    const signal = AbortSignal.abort(new Error("the customer left"))
    const call = app.get(QrisService).create("zipay", { amount: 10_000, externalId: "service-5" }, { signal })
    await expect(call).rejects.toThrow("the customer left")
  })
})
