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
    await expect(shop.qris.inquire(first.ref)).rejects.toThrow("no connection could be made")
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
    await expect(shop.qris.inquire(ref)).rejects.toThrow("no connection could be made")
    await shop.sandbox.close()
    await new Promise((resolve) => setImmediate(resolve))
    process.off("SIGUSR2", survive)
  })
})
