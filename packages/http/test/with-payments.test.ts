import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { createZipay, createZipayAccounts } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { copyOfPglite, migratedPglite } from "../../payments/test/support/pglite-copy.js"
import { createHandler, type HandlerOptions } from "../src/index.js"
import { BASE, Lines, posted } from "./support/shop.js"

const SECRET = "a-secret-of-the-cron-0123456789"

let sandbox: Sandbox
let zipay: ReturnType<typeof createZipay>
let database: Awaited<ReturnType<typeof copyOfPglite>>
let payments: PaymentsClient

beforeAll(async () => {
  sandbox = await startSandbox()
  zipay = createZipay({ ...sandbox.zipay, retry: { times: 0 } })
  database = await copyOfPglite(await migratedPglite())
  payments = await createPayments({ database, providers: [zipay], work: false })
})

afterAll(async () => {
  await payments.close()
  await database.close()
  await zipay.close()
  await sandbox.close()
})

const handlerOf = (options: Partial<HandlerOptions> = {}) => {
  const lines = new Lines()
  const heard: Array<string> = []
  const handler = createHandler({
    payments,
    onPaid: ({ ref }, { recorded }) => heard.push(`${recorded?.key} ${ref.orderId}`),
    log: lines,
    ...options,
  })
  return { handler, lines, heard }
}

const paid = async (key: string): Promise<Request> => {
  const { qr } = await payments.open({ key, amount: 25_000, provider: "zipay", orderId: `${key}-of-a-shop` })
  await sandbox.control.pay(qr?.payload ?? "")
  const { headers, body } = await sandbox.control.callbacks.build(qr?.payload ?? "")
  return posted("/zipay", { headers, body })
}

const cron = (authorization = `Bearer ${SECRET}`, method = "GET"): Request =>
  new Request(`${BASE}/cron`, { method, headers: { authorization } })

describe("with durable payments", () => {
  it("a callback is stored, and handled when the cron calls", async () => {
    const { handler, heard, lines } = handlerOf({ cron: { secret: SECRET } })
    await using _ = handler
    const answer = await handler(await paid("order-1"))
    expect([answer.status, await answer.text()]).toEqual([200, '{"success":true}'])
    expect(heard).toEqual([])
    for (const [authorization, status] of [
      ["", 401],
      [SECRET, 401],
      [`Bearer ${SECRET}x`, 401],
    ] as const) {
      expect([authorization, (await handler(cron(authorization))).status]).toEqual([authorization, status])
    }
    expect((await handler(cron(undefined, "DELETE"))).status).toBe(405)
    const done = await handler(cron())
    expect([done.status, await done.json()]).toEqual([200, { done: expect.any(Number), left: 0 }])
    expect(heard).toEqual(["order-1 order-1-of-a-shop"])
    expect(await (await handler(cron(undefined, "POST"))).json()).toEqual({ done: 0, left: 0 })
    expect(lines.all).toHaveLength(3)
    expect(lines.all.join()).not.toContain(SECRET)
  })

  it("a callback is handled behind its answer, where work may go on there", async () => {
    const { handler, heard } = handlerOf({ reconcile: { withinMillis: 20_000 } })
    await using _ = handler
    const works: Array<Promise<unknown>> = []
    const context = { waitUntil: (work: Promise<unknown>) => works.push(work) }
    expect((await handler(await paid("order-2"), {}, context)).status).toBe(200)
    expect(works).toHaveLength(1)
    await Promise.all(works)
    expect(heard).toEqual(["order-2 order-2-of-a-shop"])
  })

  it("a callback is handled before its answer, where nothing is known to go on behind it", async () => {
    const { handler, heard } = handlerOf({ reconcile: { withinMillis: 20_000 } })
    await using _ = handler
    const callbacks = [await paid("order-3"), await paid("order-4"), await paid("order-5")]
    const answers = await Promise.all(callbacks.map((callback) => handler(callback)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(heard.toSorted()).toEqual(
      ["order-3", "order-4", "order-5"].map((key) => `${key} ${key}-of-a-shop`),
    )
  })

  it("a callback that is none, or of nobody, is answered as without them", async () => {
    const { handler } = handlerOf()
    await using _ = handler
    expect((await handler(posted("/zipay", { body: "{}" }))).status).toBe(400)
    expect((await handler(posted("/zipay"))).status).toBe(400)
    expect((await handler(posted("/another", { body: "{}" }))).status).toBe(404)
    expect((await handler(cron())).status).toBe(404)
  })

  it("a reconciliation that fails is told; the callback is accepted, the cron is answered 500", async () => {
    const away = { ...payments, reconcileNow: () => Promise.reject(new Error("the database is away")) }
    const { handler, lines } = handlerOf({
      payments: away,
      reconcile: { withinMillis: 1 },
      cron: { secret: SECRET },
      waitUntil: () => {
        throw new Error("outside of any request")
      },
    })
    await using _ = handler
    expect((await handler(await paid("order-6"))).status).toBe(200)
    expect((await handler(cron())).status).toBe(500)
    expect(lines.all.map((line) => line.trim())).toEqual([
      "error reconcileNow behind a callback failed: the database is away",
      "error The cron's reconcileNow failed: the database is away",
    ])
  })
})

describe("what a handler is given", () => {
  const complaint = (options: unknown): string => {
    try {
      // As callers without types may write it.
      createHandler(options as HandlerOptions)
    } catch (error) {
      return String(error)
    }
    return "none"
  }

  it.each([
    [
      { providers: [] },
      "onPaid must be there where payments are not: callbacks would be confirmed and forgotten; providers must name at least one",
    ],
    [{ providers: [{ id: "zipay" }], onPaid: () => {} }, "providers[0] must be what createZipay(...)"],
    [{ providers: () => [], onPaid: () => {} }, "providers must be a list"],
    [{ payments: {} }, "payments must be what createPayments(...)"],
    [{ payments: {}, refOf: () => undefined }, "refOf must be absent with payments"],
    [{ cron: { secret: "short" } }, "cron.secret must have at least 16 characters"],
    [
      { cron: { secret: SECRET }, reconcile: { withinMillis: 1 }, onPaid: () => {} },
      "cron needs payments; reconcile needs payments",
    ],
    [
      { basePath: "/:provider", bodyLimit: 0, unknownPerSecond: 0, closeMillis: -1 },
      "basePath must be a plain path",
    ],
    [{ onPaid: "yes", remoteAddress: 1 }, "onPaid must be a function; remoteAddress must be a function"],
    [{ onpaid: () => {} }, "onpaid"],
    [undefined, "providers must name at least one"],
  ])("%o is refused by name", (options, sentence) => {
    expect(complaint(options)).toContain("http is not configured correctly: ")
    expect(complaint(options)).toContain(sentence)
    expect(complaint(options)).not.toContain("short")
  })

  it("names the second of the same provider", () => {
    const onPaid = () => undefined
    const accounts = createZipayAccounts({ load: async () => undefined })
    expect(complaint({ providers: [zipay, accounts, accounts], onPaid })).toContain(
      "providers[2] has accounts at the same provider as one before it",
    )
    expect(complaint({ providers: [zipay, zipay], onPaid })).toContain(
      "providers[1] is of the same provider as one before it",
    )
  })
})
