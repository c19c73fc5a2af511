import { Webhook } from "standardwebhooks"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { endpoints } from "../../src/endpoints.js"
import type { EndpointsSettingsInput } from "../../src/onward/options.js"
import { until, useProcesses } from "../support/processes.js"
import { openReceiver, type Receiver } from "../support/receiver.js"

const onLoopback = (input: EndpointsSettingsInput = {}) =>
  endpoints({ allowPrivate: true, allowHttp: true, ports: "any", ...input })

describe("webhooks onward of processes that work", () => {
  const { start, rows, sell } = useProcesses()
  let receiver: Receiver
  let slow: Receiver
  beforeAll(async () => {
    ;[receiver, slow] = await Promise.all([openReceiver(), openReceiver()])
  })
  afterAll(() => Promise.all([receiver?.close(), slow?.close()]))
  beforeEach(() => {
    receiver.reset()
    slow.reset()
  })

  test("a webhook goes out at once, and a merchant's server verifies it", async () => {
    const payments = await start({ endpoints: onLoopback() })
    const { secret } = await payments.endpoints.add({ url: receiver.url })
    await sell(payments, "order-1")
    await until("both are there", () => receiver.arrived.length === 2)
    for (const { body, headers } of receiver.arrived) new Webhook(secret).verify(body, headers)
    expect(receiver.told()).toEqual(["opened order-1", "paid order-1"])
  })

  test("endpoints that hang keep no other one waiting, and have no more places than theirs", async () => {
    const payments = await start({
      endpoints: onLoopback({ sendsAtOnce: 4, sendsPerEndpoint: 2, attemptMillis: 60_000 }),
    })
    slow.answer(() => undefined)
    for (let index = 0; index < 6; index++) await payments.endpoints.add({ url: `${slow.url}/${index}` })
    await payments.endpoints.add({ url: receiver.url, subjects: ["paid"] })
    for (let index = 0; index < 5; index++) await sell(payments, `order-${index}`)
    await until("the others are told", () => receiver.arrived.length === 5, 100_000)
    expect(receiver.told().sort()).toEqual([0, 1, 2, 3, 4].map((index) => `paid order-${index}`))
    for (const path of new Set(slow.arrived.map((arrived) => arrived.path)))
      expect(slow.arrived.filter((arrived) => arrived.path === path).length, path).toBeLessThanOrEqual(2)
  })

  test("two processes share the work: each message is sent once, in order for each payment", async () => {
    const options = { sweepMillis: 50, endpoints: onLoopback() }
    const [one, other] = await Promise.all([start(options), start(options)])
    const { endpoint } = await one.endpoints.add({ url: receiver.url })
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => sell(index % 2 === 0 ? one : other, `order-${index}`)),
    )
    await until("all are there", () => receiver.arrived.length >= 24, 100_000)
    await until(
      "all are on record",
      async () =>
        (await other.endpoints.messages({ endpoint: endpoint.id, state: "delivered" })).length === 24,
    )
    expect(new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size).toBe(24)
    expect(receiver.arrived).toHaveLength(24)
    for (let index = 0; index < 12; index++) {
      const told = receiver.arrived.filter(({ message }) => message.data["key"] === `order-${index}`)
      expect(told.map(({ message }) => message.data["sequence"])).toEqual([1, 2])
    }
  })

  test("a process that only opens and receives leaves the sending to one that works", async () => {
    const till = await start({ work: false })
    const worker = await start({ endpoints: onLoopback(), sweepMillis: 1_000 })
    await worker.endpoints.add({ url: receiver.url, subjects: ["paid"] })
    await sell(till, "order-1")
    await until("it is there", () => receiver.arrived.length === 1, 100_000)
    await expect(till.endpoints.add({ url: receiver.url })).rejects.toThrow(
      "payments endpoints.add: the input is not valid: endpoints is not among the options of payments: give it endpoints() of @qriskit/payments/endpoints. Nothing was changed.",
    )
  })

  test("closing ends what is under way in time, and another process sends it again under the same id", async () => {
    const settings = { attemptMillis: 60_000 }
    const first = await start({ endpoints: onLoopback(settings), closeMillis: 100 })
    receiver.answer(() => undefined)
    await first.endpoints.add({ url: receiver.url, subjects: ["paid"] })
    await sell(first, "order-1")
    await until("it is under way", () => receiver.arrived.length === 1)
    await first.close()
    receiver.answer(() => 204)
    await rows("update qriskit.endpoint_message set next_attempt_at = now(), leased_until = null")
    await start({ endpoints: onLoopback(settings), sweepMillis: 50 })
    await until("it is there again", () => receiver.arrived.length === 2)
    expect(new Set(receiver.arrived.map(({ headers }) => headers["webhook-id"])).size).toBe(1)
    await until(
      "it is on record",
      async () =>
        (await rows("select from qriskit.endpoint_message where delivered_at is not null")).length === 1,
    )
  })
})
