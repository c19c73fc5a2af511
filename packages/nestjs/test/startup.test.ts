import { createServer } from "node:http"
import { createRequire } from "node:module"
import type { AddressInfo } from "node:net"
import { type CanActivate, type INestApplication, Injectable, Module, VersioningType } from "@nestjs/common"
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
    const said = await sentence({ app: { rawBody: false } })
    // On Express nobody can tell Nest's parsers from the application's.
    if (platform === "Express") expect(said).toMatch(RAW_BODY)
    else expect(said).toBe(RAW_BODY)
    expect(await sentence({ app: { rawBody: true } })).toBe("started")
  })

  // Fastify has one parser for each content type.
  const itOnExpress = platform === "Express" ? it : () => {}
  itOnExpress("two parsers of the application's own are named, whichever they are", async () => {
    const { json, urlencoded, text } = parsersOfExpress()
    const own = (...parsers: ReadonlyArray<unknown>) => ({
      app: { configure: (app: INestApplication) => parsers.forEach((parser) => void app.use(parser)) },
    })
    const others = "with app.use(json()) or the like"
    expect(await sentence(own(json(), json()))).toContain(others)
    expect(await sentence(own(json(), urlencoded({ extended: true }), json()))).toContain(others)
    expect(await sentence(own(text({ type: "*/*" })))).toContain(others)
    expect(await sentence(own(json(), urlencoded({ extended: true })))).toContain(
      "the application's own app.use(json()) and app.use(urlencoded()) stand in for Nest's parsers, which keep the bytes: remove them.",
    )
    // Parsers that keep the bytes as Nest's do are as good.
    const verify = (request: object, _: unknown, rawBody: Buffer) => void Object.assign(request, { rawBody })
    expect(await sentence(own(json({ verify }), urlencoded({ extended: true, verify })))).toBe("started")
  })

  it("a parser of the application's own that comes first is named", async () => {
    const configure = (app: INestApplication) => app.use(jsonParser)
    if (platform === "Express") {
      expect(await sentence({ app: { configure } })).toContain("with app.use(json()) or the like")
      return
    }
    await using shop = await startShop(platform, { app: { configure } })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    expect((await shop.callBack(payment)).status).toBe(500)
    expect(shop.log.from("error").join()).toContain("with app.use(json()) or the like")
  })

  it("a provider that is told no address for its callbacks is named", async () => {
    const sandbox = await startSandbox()
    @Module({ imports: [QrisModule.forRoot({ providers: [ifortepayOver(sandbox)], checkClock: false })] })
    class App {}
    await using server = await startApp(platform, App)
    expect(server.log.from("warn").join()).toContain(
      'iFortepay learns from each payment where to send its callback, and none is configured: write publicUrl: "https://toko.example"',
    )
    await sandbox.close()
  })

  it("a guard of the whole application in front of the callbacks is named, and a callback that it refuses", async () => {
    class LoginGuard implements CanActivate {
      canActivate() {
        return false
      }
    }
    const guarded = { app: { configure: (app: INestApplication) => app.useGlobalGuards(new LoginGuard()) } }
    await using shop = await startShop(platform, guarded)
    expect(shop.log.from("warn")).toEqual([
      "warn LoginGuard guards the whole application, callbacks under /webhooks/qris included, and a callback that is refused is money that nobody hears of: write webhooks: { decorators: [...] } in the options of QrisModule, with what exempts a controller from it, such as SkipThrottle() or your Public(). Qris",
    ])
    const payment = await shop.order("zipay", "order-1")
    expect((await shop.callBack(payment)).status).toBe(403)
    await expect
      .poll(() => shop.log.from("warn").join())
      .toContain("A callback of zipay was answered 403 before QrisModule saw it")
  })

  it("callback addresses hold the global prefix, and no version", async () => {
    const notificationUrls = { ifortepay: "https://toko.example/webhooks/qris/ifortepay" }
    const prefixed = { configure: (app: INestApplication) => app.setGlobalPrefix("api") }
    expect(await sentence({ notificationUrls, app: prefixed })).toContain(
      'notificationUrls["ifortepay"] must end in /api/webhooks/qris/ifortepay',
    )
    const excluding = {
      configure: (app: INestApplication) => app.setGlobalPrefix("api", { exclude: ["webhooks/*path"] }),
    }
    expect(await sentence({ notificationUrls, app: excluding })).toBe("started")
    const versioned = {
      configure: (app: INestApplication) =>
        app.enableVersioning({ type: VersioningType.URI, defaultVersion: "1" }),
    }
    expect(await sentence({ notificationUrls, app: versioned })).toBe("started")
    const withVersion = { ifortepay: "https://toko.example/v1/webhooks/qris/ifortepay" }
    expect(await sentence({ notificationUrls: withVersion, app: versioned })).toContain(
      "holds the version v1, and callbacks are received without one",
    )
    expect(await sentence({ publicUrl: "toko.example" })).toContain(
      "publicUrl of QrisModule must be the absolute URL",
    )
  })

  it("callback addresses are made from publicUrl, below the global prefix", async () => {
    const requests: Array<string> = []
    const acquirer = createServer((request, response) => {
      let text = ""
      request.on("data", (chunk) => {
        text += chunk
      })
      request.on("end", () => {
        requests.push(text)
        response.writeHead(500).end()
      })
    })
    await new Promise<void>((resolve) => acquirer.listen(0, "127.0.0.1", resolve))
    // A listening TCP server's address is never a text.
    const baseUrl = `http://127.0.0.1:${(acquirer.address() as AddressInfo).port}`
    await using shop = await startShop(platform, {
      ifortepay: { baseUrl },
      publicUrl: "https://toko.example/",
      app: { configure: (app) => app.setGlobalPrefix("api") },
    })
    await expect(shop.order("ifortepay", "order-1")).rejects.toThrow()
    expect(requests.join()).toContain("https://toko.example/api/webhooks/qris/ifortepay")
    acquirer.closeAllConnections()
    await new Promise((resolve) => acquirer.close(resolve))
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
    await expect.poll(() => shop.log.from("warn")).toHaveLength(2)
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

type Parser = (options?: object) => unknown

/** Those that the application's own `express` would be. */
const parsersOfExpress = (): {
  readonly json: Parser
  readonly urlencoded: Parser
  readonly text: Parser
} => {
  const here = createRequire(import.meta.url)
  return createRequire(here.resolve("@nestjs/platform-express"))("express")
}

const parse = (_: unknown, body: string, done: (error: null, value: unknown) => void) =>
  done(null, JSON.parse(body))

/** By this name Nest knows that the application has a JSON parser, as that of `express.json()`. */
const jsonParser = (request: Parsed, response: unknown, next: () => void) =>
  parseWithoutBytes(request, response, next)

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
