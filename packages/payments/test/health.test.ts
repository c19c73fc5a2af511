import { badGatewayHtml } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { describe, expect, it } from "vitest"
import { DATABASES } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { type World, zipayOrder } from "./support/world.js"

const WELL = {
  inquiryLag: 0,
  eventLag: 0,
  failing: 0,
  deadLetters: 0,
  anomalies: 0,
  closedGates: [],
  waiting: { callbacks: 0, inquiries: 0, deliveries: 0, refunds: 0, writes: 0, connections: 0 },
  busy: [],
}

describe.each(DATABASES)("health on %s", (_name, openDatabase) => {
  let world: World
  useWorld(openDatabase, { gateFailures: 1, gateMillis: 60_000, maxDeliveries: 1 }, (opened) => {
    world = opened
  })

  const health = () => world.run(world.payments.health)

  it("is all zero where nothing waits", async () => {
    expect(await health()).toEqual(WELL)
  })

  it("tells how long the oldest due inquiry has waited, and that a provider is not asked for now", async () => {
    await world.run(world.payments.open(zipayOrder("order-1001")))
    await world.advance({ minutes: 10 })
    const { inquiryLag } = await health()
    expect(inquiryLag).toBeGreaterThan(0)
    expect(inquiryLag).toBeLessThanOrEqual(600_000)
    await world.control.faults.script({ at: "zipay.inquire", times: 9, fault: badGatewayHtml })
    await world.run(world.payments.reconcileNow)
    const { closedGates } = await health()
    expect(closedGates.map(({ provider }) => provider)).toEqual(["zipay"])
    expect(closedGates[0]?.until.getTime()).toBeGreaterThan(world.clock.currentTimeMillisUnsafe())
    await world.control.faults.clear()
  })

  it("counts events that wait only where there are handlers, and those that were given up", async () => {
    await world.run(world.payments.open(zipayOrder("order-1002")))
    await world.advance({ seconds: 30 })
    expect((await health()).eventLag).toBe(0)
    const scope = Scope.makeUnsafe()
    const failing = world.payments.on("*", () => Effect.die("the warehouse is closed"))
    await world.run(Scope.provide(failing, scope))
    expect((await health()).eventLag).toBe(30_000)
    await world.run(world.payments.reconcileNow)
    expect(await health()).toMatchObject({ eventLag: 0, deadLetters: 1 })
    await world.run(Scope.close(scope, Exit.void))
  })
})
