import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Injectable, Module } from "@nestjs/common"
import { startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { OnPayment, QrisModule } from "../src/index.js"
import { ifortepayOver, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"
import { post } from "./support/post.js"
import { startShop } from "./support/shop.js"

const RAW_BODY =
  "This application drops the raw bytes of request bodies, and signatures cover those bytes: write NestFactory.create(AppModule, { rawBody: true })."

describe.each(PLATFORMS)("at start on %s", (platform) => {
  const sentence = (options: Parameters<typeof startShop>[1]) =>
    startShop(platform, options).then(
      async (shop) => {
        await shop[Symbol.asyncDispose]()
        return "started"
      },
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )

  it("raw bodies that are off are said to be off", async () => {
    expect(await sentence({ app: { rawBody: false } })).toBe(RAW_BODY)
    expect(await sentence({ app: { rawBody: true } })).toBe("started")
  })

  it("an application that parses bodies itself is left alone, and told at the first callback if it drops the bytes", async () => {
    await using shop = await startShop(platform, {
      app: {
        bodyParser: false,
        configure: (app) => {
          // What somebody writes who wants another limit, and forgets the raw bytes.
          if (platform === "Express") app.use(parseWithoutBytes)
          else
            app
              .getHttpAdapter()
              .getInstance()
              .addContentTypeParser("application/json", { parseAs: "string" }, parse)
        },
      },
    })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect(await shop.callBack(payment)).toMatchObject({ status: 500, text: '{"success":false}' })
    expect(shop.log.from("error").join()).toContain(RAW_BODY)
    expect(shop.heard).toEqual([])
  })

  it("two registrations of one name are refused", async () => {
    const sandbox = await startSandbox()
    const another = QrisModule.forRoot({ providers: [zipayOver(sandbox)], checkClock: false })
    expect(await sentence({ imports: [another] })).toBe(
      'Two registrations of QrisModule are called "default": import the result of one forRoot(...) everywhere, or give the second a name: QrisModule.forRoot({ name: "another-name", ... }).',
    )
    await sandbox.close()
  })

  it("callbacks' paths that two registrations share are refused, secrets at their end included", async () => {
    const sandbox = await startSandbox()
    const second = (name: string, prefix?: string) =>
      QrisModule.forRoot({
        name,
        providers: [zipayOver(sandbox)],
        checkClock: false,
        ...(prefix === undefined ? {} : { webhooks: { prefix } }),
      })
    const message = await sentence({ imports: [second("toko-b", "webhooks/qris")] })
    expect(message).toBe(
      'The callbacks\' path /webhooks/qris/zipay of registration "toko-b" is taken by /webhooks/qris/zipay of "default": give one of them another webhooks: { prefix: "..." }.',
    )
    expect(await sentence({ imports: [second("zipay")] })).toContain("is taken by /webhooks/qris/zipay")
    expect(await sentence({ imports: [second("toko-b")] })).toBe("started")
    await sandbox.close()
  })

  it.each([
    [
      { ifortepay: "https://toko.example/callbacks" },
      'notificationUrls["ifortepay"] must end in /webhooks/qris/ifortepay, where its callbacks are received; otherwise set webhooks: { prefix: "..." } to what it ends in.',
    ],
    [
      { ifortepay: "toko.example" },
      'notificationUrls["ifortepay"] must be an absolute URL, such as https://toko.example/...',
    ],
    [
      { zipay: "https://toko.example/webhooks/qris/zipay" },
      'Zipay takes no callback address per payment (Zipay sends callbacks to the address registered for the merchant): remove "zipay" from notificationUrls.',
    ],
    [{ another: "https://toko.example/" }, 'No provider "another" is registered'],
    [{ ifortepay: "https://toko.example/shop/webhooks/qris/ifortepay?from=stage" }, "started"],
  ])("callback addresses %j are checked", async (notificationUrls, expected) => {
    expect(await sentence({ notificationUrls })).toContain(expected)
  })

  it("a clock that is far off a provider's is warned of, and one that is not is not", async () => {
    const offsets = [90_000, -90_000, 20_000]
    const provider = createServer((_, response) => {
      const offset = offsets.shift() ?? 0
      response.writeHead(404, { date: new Date(Date.now() + offset).toUTCString() }).end()
    })
    await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve))
    // A listening TCP server's address is never a text.
    const baseUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
    await using shop = await startShop(platform, {
      checkClock: true,
      zipay: { baseUrl },
      ifortepay: { baseUrl },
    })
    await expect.poll(() => shop.log.from("warn"), { timeout: 10_000 }).toHaveLength(2)
    expect(shop.log.from("warn")[0]).toMatch(
      /^warn This machine's clock is \d\d s behind iFortepay's: synchronise it/,
    )
    expect(shop.log.from("warn")[1]).toMatch(
      /^warn This machine's clock is \d\d s ahead of Zipay's: synchronise it/,
    )
    provider.closeAllConnections()
    await new Promise((resolve) => provider.close(resolve))
  })

  it("a provider that is away keeps nobody from starting", async () => {
    const baseUrl = "http://127.0.0.1:9"
    expect(await sentence({ checkClock: true, zipay: { baseUrl }, ifortepay: { baseUrl } })).toBe("started")
  })

  it("an application without HTTP controllers of ours needs no raw bodies", async () => {
    const sandbox = await startSandbox()
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid() {}
    }
    @Module({
      imports: [
        QrisModule.forRoot({ providers: [ifortepayOver(sandbox)], webhooks: false, checkClock: false }),
      ],
      providers: [Fulfilment],
    })
    class App {}
    await using server = await startApp(platform, App, { rawBody: false })
    expect((await post(`${server.url}/webhooks/qris/ifortepay`)).status).toBe(404)
    await sandbox.close()
  })
})

const parse = (_: unknown, body: string, done: (error: null, value: unknown) => void) =>
  done(null, JSON.parse(body))

const parseWithoutBytes = (request: Parsed, _: unknown, next: () => void) => {
  let text = ""
  request.on("data", (chunk) => {
    text += chunk
  })
  request.on("end", () => {
    request.body = JSON.parse(text)
    next()
  })
}

interface Parsed {
  body?: unknown
  on(event: "data" | "end", listener: (chunk: Buffer) => void): void
}
