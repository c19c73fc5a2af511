import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import { afterEach, describe, expect, it, vi } from "vitest"
import type { Receiver } from "../src/web/onward/receiver.js"
import { onwardToLoopback, openShopSystems } from "../src/web/onward/shop-systems.js"
import { Seats } from "../src/web/session/seat.js"
import { openTill, type Till } from "../src/web/till/till.js"
import { tracingTo } from "../src/web/tracing.js"

/** A busy machine may take its time. */
const WHILE = { timeout: 60_000, interval: 50 }

describe("the shop's other systems", () => {
  const open: Array<{ close(): Promise<unknown> }> = []
  afterEach(async () => {
    for (const opened of open.splice(0).reverse()) await opened.close()
  })

  const openShop = async () => {
    const sandbox = await startSandbox()
    const zipay = createZipay(sandbox.zipay)
    const till = await openTill({
      database: "memory://",
      providers: [zipay],
      endpoints: onwardToLoopback(),
      tracing: tracingTo(undefined),
    })
    open.push(sandbox, zipay, till.port)
    const systems = await begin(till)
    return { sandbox, till, systems }
  }
  const begin = async (till: Till): Promise<Receiver> => {
    const systems = await openShopSystems(till, new Seats([{ branch: undefined, clients: [] }]))
    open.push(systems)
    return systems
  }
  const messages = async (till: Till) => {
    const told = await till.endpoints.list()
    const titles = new Map(told.map(({ id, description }) => [id, description]))
    return (await till.endpoints.messages({ key: "order-1" })).map((message) => ({
      ...message,
      system: titles.get(message.endpoint),
    }))
  }

  it("are told under their secrets: one takes everything, one only what is sent again", async () => {
    const { sandbox, till } = await openShop()
    await till.open({ key: "order-1", amount: 18_000, provider: "zipay" })
    const [made] = await sandbox.control.payments()
    await sandbox.control.pay(made?.paymentId ?? "")
    await till.port.receive("zipay", await sandbox.control.callbacks.build(made?.paymentId ?? ""))
    await vi.waitFor(
      async () =>
        expect((await messages(till)).map(({ system, type, state }) => [system, type, state])).toEqual(
          expect.arrayContaining([
            ["Stock", "payment.opened", "delivered"],
            ["Stock", "payment.paid", "delivered"],
            ["Points", "payment.paid", "dead"],
          ]),
        ),
      WHILE,
    )
    const dead = (await messages(till)).find(({ state }) => state === "dead")
    expect(dead).toMatchObject({ attempts: 3, lastStatus: 503 })
    await till.endpoints.resend({ message: dead?.id ?? "" })
    await vi.waitFor(
      async () => expect((await messages(till)).map(({ state }) => state)).not.toContain("dead"),
      WHILE,
    )
    await vi.waitFor(
      async () =>
        expect((await messages(till)).find(({ id }) => id === dead?.id)).toMatchObject({
          state: "delivered",
          attempts: 4,
        }),
      WHILE,
    )
  })

  it("are found again where they listen now, and take nothing that is signed otherwise", async () => {
    const { till, systems } = await openShop()
    const before = await till.endpoints.list()
    await systems.close()
    open.pop()
    await begin(till)
    const after = await till.endpoints.list()
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect(after.map(({ description }) => description)).toEqual(["Stock", "Points"])
    const [stock] = after
    expect(await till.endpoints.ping(stock?.id ?? "")).toMatchObject({ isDelivered: true, status: 204 })
    const forged = await fetch(stock?.url ?? "", { method: "POST", body: '{"type":"payment.paid"}' })
    expect(forged.status).toBe(401)
  })
})
