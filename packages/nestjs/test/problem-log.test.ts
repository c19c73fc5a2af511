import { Controller, Inject, Module, Param, Post } from "@nestjs/common"
import { APP_FILTER } from "@nestjs/core"
import { badGatewayHtml, startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { QrisExceptionFilter, QrisModule, QrisService } from "../src/index.js"
import { zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"
import { post } from "./support/post.js"

@Controller("payments")
class Payments {
  readonly #qris: QrisService
  constructor(@Inject(QrisService) qris: QrisService) {
    this.#qris = qris
  }
  @Post(":id/cancel")
  async cancel(@Param("id") externalId: string) {
    const { ref } = await this.#qris.create("zipay", { amount: 10_000, externalId })
    return this.#qris.cancel(ref)
  }
  @Post(":id")
  create(@Param("id") externalId: string) {
    return this.#qris.create("zipay", { amount: 10_000, externalId })
  }
}

describe.each(PLATFORMS)("the log of QrisExceptionFilter on %s", (platform) => {
  const start = async (zipay: Parameters<typeof zipayOver>[1] = {}) => {
    const sandbox = await startSandbox()
    @Module({
      imports: [
        QrisModule.forRoot({ providers: [zipayOver(sandbox, zipay)], checkClock: false, webhooks: false }),
      ],
      controllers: [Payments],
      providers: [{ provide: APP_FILTER, useClass: QrisExceptionFilter }],
    })
    class App {}
    const server = await startApp(platform, App)
    return {
      ...server,
      sandbox,
      send: async (path: string) => (await post(`${server.url}/payments/${path}`)).status,
      async [Symbol.asyncDispose]() {
        await server.app.close()
        await sandbox.close()
      },
    }
  }

  it("a wrong key is an error, with message and stack, once for each customer, and without the key", async () => {
    await using shop = await start({ password: "a-wrong-password-of-toko-contoh" })
    expect(await shop.send("order-1")).toBe(500)
    const [line = "", ...others] = shop.log.from("error")
    expect(others).toEqual([])
    expect(line).toMatch(/^error Answered 500: zipay create: .* at /s)
    expect(line).toContain("QrisError")
    expect(line).not.toContain("[object Object]")
    expect(await shop.send("order-2")).toBe(500)
    expect(shop.log.from("error")).toHaveLength(2)
    expect(shop.log.lines.join()).not.toContain("a-wrong-password")
  })

  it("what the provider cannot do is an error, what it does not do now a warning, a caller's mistake a detail", async () => {
    await using shop = await start()
    expect(await shop.send("order-1/cancel")).toBe(501)
    expect(shop.log.from("error").join()).toContain("Answered 501: zipay cancel: ")
    await shop.sandbox.control.faults.script({ at: "zipay.create", fault: badGatewayHtml })
    expect(await shop.send("order-2")).toBe(502)
    const [warning = "", ...others] = shop.log.from("warn")
    expect(others).toEqual([])
    expect(warning).toMatch(/^warn Answered 502: zipay create: /)
    // No stack: nobody here has to do anything.
    expect(warning).not.toContain("\n    at ")
    expect(await shop.send("order-3")).toBe(201)
    expect(await shop.send("order-3")).toBe(409)
    expect(shop.log.lines).toHaveLength(2)
    expect(shop.log.details.filter((line) => line.startsWith("Answered"))).toEqual([
      expect.stringMatching(/^Answered 409: zipay create: /),
    ])
  })
})
