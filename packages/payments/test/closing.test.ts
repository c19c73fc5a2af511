import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { startProxy } from "./support/loopback-proxy.js"
import { order, until, useProcesses } from "./support/processes.js"

/**
 * That closing ends in time is seen by what it does not wait for: what hangs in these tests lasts longer than each of
 * them may, whatever a run allows to others, in milliseconds.
 */
const AT_MOST = 25_000

describe("closing", () => {
  const processes = useProcesses()
  const { start, rows, likeZipay } = processes
  const created = async (): Promise<number> =>
    (await processes.sandbox.control.journal()).filter(({ operation }) => operation === "zipay.create").length

  /** Attempts about which a lane has begun to ask. */
  const asked = async (): Promise<number> =>
    (
      await rows(
        "select from qriskit.attempt where provider <> 'zipay' and next_inquiry_at > now() + interval '1 minute'",
      )
    ).length

  test("ends what is at the acquirer: every order has its QR", async () => {
    const payments = await start({ closeMillis: 5_000 })
    await processes.sandbox.control.faults.script({
      at: "zipay.create",
      times: 5,
      fault: { kind: "slow-headers", ms: 400 },
    })
    const before = await created()
    const records = Promise.all(
      Array.from({ length: 5 }, (_, index) => payments.open(order(`order-${index}`))),
    )
    await until("all are at the acquirer", async () => (await created()) === before + 5)
    await payments.close()
    expect((await records).map(({ status, qr }) => [status, qr !== undefined])).toEqual(
      Array.from({ length: 5 }, () => ["pending", true]),
    )
  })

  test(
    "waits for no handler that hangs",
    async () => {
      const payments = await start({ closeMillis: 200, handlerMillis: 60_000 })
      let hangs = false
      payments.on(
        "opened",
        async () => {
          hangs = true
          await new Promise(() => {})
        },
        { transaction: false },
      )
      await payments.open(order("order-1"))
      await until("it hangs", () => hangs)
      await payments.close()
    },
    AT_MOST,
  )

  test(
    "spends its time once, however many lanes hang",
    async () => {
      // One after the other they would take half a minute.
      const hanging = Array.from({ length: 10 }, (_, index) => `like-${index}`)
      const payments = await start({
        closeMillis: 3_000,
        sweepMillis: 50,
        // What hangs cannot be interrupted either.
        providers: hanging.map((id) => likeZipay(id, () => Effect.uninterruptible(Effect.never))),
      })
      for (const id of hanging) await payments.open(order(`order-${id}`, id))
      await rows("update qriskit.attempt set next_inquiry_at = now()")
      await until("all of them hang", async () => (await asked()) === hanging.length)
      await payments.close()
    },
    AT_MOST,
  )

  test(
    "is over in time where a handler, a provider, callers and the database hang at once",
    async () => {
      const proxy = await startProxy(processes.url)
      const hanging = ["one", "two"].map((id) => likeZipay(id, () => Effect.never))
      const payments = await start({
        database: proxy.url,
        closeMillis: 500,
        handlerMillis: 60_000,
        statementMillis: 30_000,
        sweepMillis: 50,
        providers: [processes.zipay, ...hanging],
      })
      let hangs = 0
      const hang = async () => {
        hangs += 1
        await new Promise(() => {})
      }
      payments.on("opened", hang, { transaction: false })
      payments.on("anomaly", hang)
      for (const id of ["zipay", "one", "two"]) await payments.open(order(`order-${id}`, id))
      await rows("update qriskit.attempt set next_inquiry_at = now() where provider <> 'zipay'")
      await until("handlers and inquiries hang", async () => hangs > 0 && (await asked()) === 2)
      proxy.vanish()
      const callers = Promise.allSettled([
        payments.open(order("order-9")),
        payments.get("order-zipay"),
        payments.health(),
      ])
      await payments.close()
      await proxy.close()
      const ended = await callers
      expect(ended.slice(0, 2).map(({ status }) => status)).toEqual(["rejected", "rejected"])
    },
    AT_MOST,
  )

  test(
    "without a limit of its own is over in time, too: nothing is waited for",
    async () => {
      const payments = await start({ closeMillis: 0, handlerMillis: 60_000 })
      let hangs = false
      payments.on("opened", async () => {
        hangs = true
        await new Promise(() => {})
      })
      await payments.open(order("order-1"))
      await until("it hangs", () => hangs)
      await payments.close()
    },
    AT_MOST,
  )
})
