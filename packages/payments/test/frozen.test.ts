import { describe, expect, test } from "vitest"
import { startProxy } from "./support/loopback-proxy.js"
import { order, until, useProcesses } from "./support/processes.js"

/** Nothing that a process holds while it is frozen is anything that others wait for. */
describe("a process that is frozen", () => {
  const processes = useProcesses()
  const { start, sell, rows } = processes

  test("wherever it stops, the others confirm callbacks, hand over events and make QRs", async () => {
    const lively = await start({ sweepMillis: 50 })
    const paid = new Set<string>()
    lively.on("paid", async ({ key }) => paid.add(key))
    // Answers that the frozen one has had, in bytes: in its claims, its settles, its deliveries.
    for (const bytes of [2_000, 20_000]) {
      const proxy = await startProxy(processes.url)
      // It gives up soon by itself: how long it takes is not what is looked at.
      const frozen = await start({
        database: proxy.url,
        sweepMillis: 50,
        connections: 10,
        connectMillis: 500,
        statementMillis: 2_000,
      })
      // What only a frozen process has handlers for waits until it counts as gone; this is for both.
      frozen.on("paid", async (_event, tx) => tx.query("select pg_sleep(0.01)"))
      proxy.pass()
      const busy = Array.from({ length: 12 }, (_, index) =>
        sell(frozen, `frozen-${bytes}-${index}`).catch(() => undefined),
      )
      await until("it is in the middle of it", () => proxy.answered() >= bytes)
      proxy.vanish()
      const key = `lively-${bytes}`
      await sell(lively, key)
      await until("it is confirmed and handed over", () => paid.has(key), 30_000)
      expect(await lively.open(order(`${key}-next`))).toMatchObject({ status: "pending" })
      await Promise.all([frozen.close(), ...busy])
      await proxy.close()
    }
    // What it held, the server takes back, or its leases end: nobody is called paid who is not.
    const [wrong] = await rows(
      "select count(*)::int as n from qriskit.attempt where paid_amount is distinct from amount and paid_amount is not null",
    )
    expect(wrong?.["n"]).toBe(0)
  })
})
