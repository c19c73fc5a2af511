import { Agent, request as httpRequest } from "node:http"
import { Injectable } from "@nestjs/common"
import { describe, expect, it } from "vitest"
import { OnPayment } from "../src/index.js"
import { PLATFORMS } from "./support/platforms.js"
import { startShop } from "./support/shop.js"

/** A promise, and the way to keep it. */
const promised = () => {
  let keep = () => {}
  const promise = new Promise<void>((resolve) => {
    keep = resolve
  })
  return { promise, keep }
}

describe.each(PLATFORMS)("closing on %s", (platform) => {
  it("finishes the callback under way, refuses the next, and then closes the clients", async () => {
    const begun = promised()
    const released = promised()
    const steps: Array<string> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      async paid() {
        begun.keep()
        await released.promise
        steps.push("handled")
      }
    }
    const shop = await startShop(platform, { handlers: [Fulfilment] })
    for (const id of shop.qris.providerIds) {
      const client = shop.qris.provider(id)
      const close = client.close.bind(client)
      client.close = async () => {
        steps.push(`${id} closed`)
        await close()
      }
    }
    const first = await shop.order("zipay", "order-1")
    const second = await shop.order("zipay", "order-2")
    await shop.control.pay(first.ref.paymentId)
    const answering = shop.callBack(first)
    await begun.promise
    const closing = shop.app.close()
    const late = await shop.callBack(second)
    expect(late).toMatchObject({ status: 503, text: '{"success":false}' })
    released.keep()
    expect((await answering).status).toBe(200)
    await closing
    expect(steps).toEqual(["handled", "ifortepay closed", "zipay closed"])
    await expect(shop.qris.inquire(first.ref)).rejects.toThrow("the client was closed before the call")
    await shop.sandbox.close()
  })

  it("is not held up by a handler that hangs: its callback is to come again", async () => {
    const begun = promised()
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      async paid() {
        begun.keep()
        await new Promise(() => {})
      }
    }
    const shop = await startShop(platform, {
      handlers: [Fulfilment],
      shutdownMillis: 50,
      app: { forceCloseConnections: false },
    })
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const answering = shop.callBack(payment)
    await begun.promise
    await shop.app.close()
    const answer = await answering
    expect(answer).toMatchObject({ status: 503, text: '{"success":false}' })
    expect(answer.headers.get("connection")).toBe("close")
    expect(shop.log.from("error").join()).toContain(
      "1 callbacks or events are still being handled after 50 ms",
    )
    await shop.sandbox.close()
  })

  it("closes connections that clients keep, and tells those under way", async () => {
    const begun = promised()
    const released = promised()
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      async paid() {
        begun.keep()
        await released.promise
      }
    }
    const shop = await startShop(platform, { handlers: [Fulfilment], app: { forceCloseConnections: false } })
    const agent = new Agent({ keepAlive: true })
    const call = (path: string, headers: object = {}, body = "") =>
      new Promise<string | undefined>((resolve, reject) => {
        const request = httpRequest(
          shop.url + path,
          { method: "POST", agent, headers: { ...headers } },
          (response) => {
            response.resume().on("end", () => resolve(response.headers.connection))
          },
        )
        request.on("error", reject).end(body)
      })
    expect(await call("/nowhere")).toBe("keep-alive")
    const payment = await shop.order("zipay", "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const { path, headers, body } = await shop.acquirers.callback(payment.ref)
    const answering = Promise.all([call(path, headers, body)])
    await begun.promise
    const closing = shop.app.close()
    // What is refused has come after the closing began.
    expect((await shop.callBack(payment)).status).toBe(503)
    released.keep()
    expect(await answering).toEqual(["close"])
    await closing
    agent.destroy()
    await shop.sandbox.close()
  })

  it("leaves clients open that somebody else uses too", async () => {
    const shop = await startShop(platform, { closeOnShutdown: false })
    const { ref } = await shop.order("zipay", "order-1")
    await shop.app.close()
    expect((await shop.qris.inquire(ref)).status).toBe("pending")
    for (const id of shop.qris.providerIds) await shop.qris.provider(id).close()
    await shop.sandbox.close()
  })

  it("closes on a signal where shutdown hooks are enabled", async () => {
    const shop = await startShop(platform, {
      app: { configure: (app) => app.enableShutdownHooks(["SIGUSR2"]) },
    })
    const { ref } = await shop.order("zipay", "order-1")
    const closed = promised()
    const client = shop.qris.provider("zipay")
    const close = client.close.bind(client)
    client.close = () => close().finally(closed.keep)
    // Nest sends itself the signal once more when it is done: it must not end the tests.
    const survive = () => {}
    process.on("SIGUSR2", survive)
    process.kill(process.pid, "SIGUSR2")
    await closed.promise
    await expect(shop.qris.inquire(ref)).rejects.toThrow("the client was closed before the call")
    await shop.sandbox.close()
    await new Promise((resolve) => setImmediate(resolve))
    process.off("SIGUSR2", survive)
  })
})
