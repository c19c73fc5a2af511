import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { Controller, Get, Inject, Module } from "@nestjs/common"
import { ModuleRef } from "@nestjs/core"
import { HealthCheck, HealthCheckService, HealthIndicatorService, TerminusModule } from "@nestjs/terminus"
import { badGatewayHtml, startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { QrisModule } from "../src/index.js"
import { QrisHealthIndicator, type QrisHealthOptions } from "../src/terminus.js"
import { ifortepayOver, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"

/** Terminus 11, whose results are up or down. */
class EarlierIndicators extends HealthIndicatorService {
  override check<const Key extends string>(key: Key) {
    const session = super.check(key)
    const { up, down } = session
    // The methods that there are, and no others.
    return { up: up.bind(session), down: down.bind(session) } as typeof session
  }
}

describe.each(PLATFORMS)("health on %s", (platform) => {
  const start = async (options: QrisHealthOptions = {}, zipay: Parameters<typeof zipayOver>[1] = {}) => {
    const sandbox = await startSandbox()
    @Controller("health")
    class Health {
      readonly #health: HealthCheckService
      readonly #qris: QrisHealthIndicator
      constructor(
        @Inject(HealthCheckService) health: HealthCheckService,
        @Inject(QrisHealthIndicator) qris: QrisHealthIndicator,
      ) {
        this.#health = health
        this.#qris = qris
      }
      @Get()
      @HealthCheck()
      check() {
        return this.#health.check([() => this.#qris.check("qris", options)])
      }
    }
    @Module({
      imports: [
        TerminusModule.forRoot({ logger: false }),
        QrisModule.forRoot({
          providers: [ifortepayOver(sandbox), zipayOver(sandbox, zipay)],
          checkClock: false,
          webhooks: false,
        }),
        QrisModule.forRoot({
          name: "toko-b",
          providers: [zipayOver(sandbox, zipay)],
          checkClock: false,
          webhooks: false,
        }),
      ],
      controllers: [Health],
      providers: [QrisHealthIndicator],
    })
    class App {}
    const server = await startApp(platform, App)
    return {
      sandbox,
      app: server.app,
      check: async () => {
        const response = await fetch(`${server.url}/health`)
        return { status: response.status, body: JSON.parse(await response.text()) }
      },
      async [Symbol.asyncDispose]() {
        await server.app.close()
        await sandbox.close()
      },
    }
  }

  it("is up while every provider's host answers, and touches no payment and no credential", async () => {
    await using server = await start()
    const { status, body } = await server.check()
    expect(status).toBe(200)
    expect(body.info.qris).toMatchObject({
      status: "up",
      ifortepay: { reachable: true },
      zipay: { reachable: true },
    })
    expect(Math.abs(body.info.qris.zipay.clockOffset)).toBeLessThan(2_000)
    const journal = await server.sandbox.control.journal()
    expect(journal.map(({ operation }) => operation)).toEqual([undefined, undefined])
  })

  it("is down when a provider's host is gone, and says which and why", async () => {
    await using server = await start({}, { baseUrl: "http://127.0.0.1:9" })
    const { status, body } = await server.check()
    expect(status).toBe(503)
    expect(body.error.qris).toMatchObject({ status: "down", ifortepay: { reachable: true } })
    expect(body.error.qris.zipay).toEqual({
      reachable: false,
      why: expect.stringContaining("no connection could be made"),
    })
  })

  it("is no worse than degraded where that is asked for, and looks only at what is named", async () => {
    const away = { baseUrl: "http://127.0.0.1:9" }
    await using degraded = await start({ whenUnreachable: "degraded" }, away)
    expect(await degraded.check()).toMatchObject({ status: 200, body: { status: "degraded" } })
    await using other = await start({ providers: ["ifortepay"] }, away)
    expect((await other.check()).status).toBe(200)
    await using second = await start({ registration: "toko-b" }, away)
    const { body } = await second.check()
    expect(Object.keys(body.error.qris).sort()).toEqual(["status", "zipay"])
  })

  it("degraded is up for a Terminus that has no such word, and the report says who is away", async () => {
    await using server = await start({}, { baseUrl: "http://127.0.0.1:9" })
    const indicator = new QrisHealthIndicator(server.app.get(ModuleRef), new EarlierIndicators())
    expect(await indicator.check("qris", { whenUnreachable: "degraded" })).toMatchObject({
      qris: { status: "up", ifortepay: { reachable: true }, zipay: { reachable: false } },
    })
  })

  it("does not wait for a host that never answers", async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve))
    // A listening TCP server's address is never a text.
    const baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    await using server = await start({ timeoutMillis: 50 }, { baseUrl })
    const { body } = await server.check()
    expect(body.error.qris.zipay).toEqual({ reachable: false, why: "it did not answer within 50 ms" })
    silent.close()
  })

  it("keeps working while the provider refuses payments: it only says that the host is there", async () => {
    await using server = await start()
    await server.sandbox.control.faults.script({ at: "*", fault: badGatewayHtml })
    expect((await server.check()).status).toBe(200)
  })
})
