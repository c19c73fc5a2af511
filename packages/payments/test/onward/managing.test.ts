import type * as Effect from "effect/Effect"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { endpoints } from "../../src/endpoints.js"
import { createPayments } from "../../src/promise.js"
import { DATABASES, type TestDatabase } from "../support/databases.js"
import { openReceiver, type Receiver } from "../support/receiver.js"
import { openWorld, type World, zipayOrder } from "../support/world.js"

const NOBODY = "00000000-0000-0000-0000-000000000000"

/** What a caller may hand over who took it from a URL or a form and did not look at it. */
type Careless = Readonly<
  Record<string, (...input: ReadonlyArray<unknown>) => Effect.Effect<unknown, unknown>>
>

/** What nobody may add, and the field that says so. */
const WRONG: ReadonlyArray<readonly [object, string]> = [
  [{}, "url"],
  [{ url: "https://10.0.0.1/" }, "url"],
  [{ url: "http://127.0.0.1:22/" }, "url"],
  [{ url: "https://x.example/\0" }, "url"],
  [{ url: ["https://x.example/"] }, "url"],
  [{ url: `https://x.example/${"x".repeat(2_000)}` }, "url"],
  [{ subjects: [] }, "subjects"],
  [{ subjects: ["nothing"] }, "subjects.0"],
  [{ account: "' or 1=1 --" }, "account"],
  [{ account: "toko-17", everyAccount: true }, "everyAccount"],
  [{ description: "x".repeat(501) }, "description"],
  [{ from: -1 }, "from"],
  [{ from: 1e15 }, "from"],
  [{ hidden: true }, "hidden"],
]

describe.each(DATABASES)("endpoints on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  let receiver: Receiver
  beforeAll(async () => {
    database = await openDatabase()
    receiver = await openReceiver()
    world = await openWorld(database, {
      endpoints: endpoints({
        allowPrivate: ["127.0.0.0/8"],
        allowHttp: true,
        ports: [receiver.port],
        endpointsPerAccount: 3,
      }),
    })
  })
  afterAll(async () => {
    await receiver?.close()
    await world?.close()
    await database?.close()
  })
  beforeEach(async () => {
    await world.reset()
    receiver.reset()
  })

  const verbs = () => world.payments.endpoints
  const careless = () => world.payments.endpoints as unknown as Careless
  const refused = async (verb: string, ...input: ReadonlyArray<unknown>) =>
    (await world.error(careless()[verb]?.(...input) as Effect.Effect<unknown, { readonly _tag: string }>))
      ._tag
  const reconcile = () => world.run(world.payments.reconcileNow)
  /** An order of a merchant, as one of a provider with accounts would be. */
  const openFor = async (account: string, key: string) => {
    await world.run(world.payments.open(zipayOrder(key)))
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query("update qriskit.payment set account = $1 where key = $2", [account, key])
      await tx.query(
        "update qriskit.attempt set account = $1 where external_id is not null and account = ''",
        [account],
      )
    })
  }

  test("an account's endpoint is told of its own payments, one of the platform of everybody's", async () => {
    await world.run(verbs().add({ url: `${receiver.url}/17`, account: "toko-17" }))
    await world.run(verbs().add({ url: `${receiver.url}/18`, account: "toko-18" }))
    await world.run(verbs().add({ url: `${receiver.url}/one` }))
    await world.run(verbs().add({ url: `${receiver.url}/all`, everyAccount: true }))
    await openFor("toko-17", "order-1")
    await reconcile()
    expect(receiver.arrived.map(({ path }) => path).sort()).toEqual(["/webhooks/17", "/webhooks/all"])
    expect(receiver.arrived[0]?.message.data).toMatchObject({ key: "order-1", account: "toko-17" })
    const about = await world.run(verbs().messages({ account: "toko-17", key: "order-1" }))
    // Whose the payment is, also where the endpoint is the platform's.
    expect(about.map(({ key, account }) => [key, account])).toEqual([
      ["order-1", "toko-17"],
      ["order-1", "toko-17"],
    ])
    expect(await world.run(verbs().messages({ account: "toko-18" }))).toEqual([])
    expect(await world.run(verbs().attempts({ account: "toko-17" }))).toHaveLength(1)
  })

  test("another account's endpoint is nobody's, whatever is wanted of it", async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url, account: "toko-17" }))
    await openFor("toko-17", "order-1")
    await reconcile()
    const [message] = await world.run(verbs().messages({ endpoint: endpoint.id }))
    for (const of of [{ account: "toko-18" }, { account: "" }, { account: "not a name" }])
      for (const [verb, ...input] of [
        ["get", endpoint.id],
        ["update", endpoint.id, { isEnabled: false }],
        ["rotate", endpoint.id],
        ["remove", endpoint.id],
        ["ping", endpoint.id],
        ["resend", { endpoint: endpoint.id, since: new Date(0) }],
        ["resend", { message: message?.id }],
      ] as const)
        expect(await refused(verb, ...input, of), `${verb} ${of.account}`).toBe("NoSuchEndpoint")
    expect(await world.run(verbs().get(endpoint.id, { account: "toko-17" }))).toEqual(
      await world.run(verbs().get(endpoint.id)),
    )
    expect(receiver.arrived).toHaveLength(1)
  })

  test("an account has so many endpoints at most", async () => {
    for (let index = 0; index < 3; index++)
      await world.run(verbs().add({ url: receiver.url, account: "toko-17" }))
    expect(await world.error(verbs().add({ url: receiver.url, account: "toko-17" }))).toMatchObject({
      issues: [{ path: "account", message: "has 3 endpoints already" }],
    })
    await world.run(verbs().add({ url: receiver.url, account: "toko-18" }))
    const first = await world.run(verbs().list({ limit: 3 }))
    const rest = await world.run(verbs().list({ after: first.at(-1)?.id ?? "" }))
    expect([...first, ...rest].map(({ account }) => account).sort()).toEqual([
      "toko-17",
      "toko-17",
      "toko-17",
      "toko-18",
    ])
    expect(await world.run(verbs().list({ account: "toko-18" }))).toHaveLength(1)
  })

  test("what can be no endpoint is refused by its field, and nothing is added", async () => {
    for (const [input, path] of WRONG) {
      const full = "url" in input || path === "url" ? input : { url: receiver.url, ...input }
      expect(
        await world.error(careless()["add"]?.(full) as Effect.Effect<unknown, unknown>),
        JSON.stringify(input).slice(0, 100),
      ).toMatchObject({ _tag: "InvalidInput", issues: [{ path }] })
    }
    expect(await world.run(verbs().list())).toEqual([])
  })

  test("what can be no id, page, time or change is refused, and the database is not asked what it means", async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url }))
    for (const id of [
      undefined,
      "",
      "x\0",
      "' or 1=1 --",
      ["a"],
      { $ne: "" },
      "x".repeat(1e6),
      NOBODY,
      NOBODY.toUpperCase(),
    ])
      for (const verb of ["get", "rotate", "remove", "ping"] as const)
        expect(await refused(verb, id), `${verb} ${String(id).slice(0, 20)}`).toBe("NoSuchEndpoint")
    expect(await refused("update", NOBODY, {})).toBe("NoSuchEndpoint")
    for (const change of [
      null,
      "x",
      { url: "file:///etc" },
      { isEnabled: "no" },
      { account: "toko-1" },
      { subjects: [] },
    ])
      expect(await refused("update", endpoint.id, change), JSON.stringify(change)).toBe("InvalidInput")
    for (const overlapMillis of [-1, 0.5, Number.NaN, 1e12, "1"])
      expect(await refused("rotate", endpoint.id, { overlapMillis })).toBe("InvalidInput")
    for (const query of [
      { limit: 1e9 },
      { after: "msg_1" },
      { key: "x\0" },
      { state: "lost" },
      { endpoint: "x" },
      "all",
    ])
      expect(await refused("messages", query), JSON.stringify(query)).toBe("InvalidInput")
    for (const query of [{ before: 0.5 }, { message: "' or 1=1" }, { account: "" }])
      expect(await refused("attempts", query), JSON.stringify(query)).toBe("InvalidInput")
    for (const what of [
      {},
      { message: 1 },
      { endpoint: endpoint.id },
      { endpoint: endpoint.id, since: new Date(Number.NaN) },
    ])
      expect(await refused("resend", what), JSON.stringify(what)).toBe("InvalidInput")
    expect(await refused("resend", { message: "msg_1" })).toBe("NoSuchEndpoint")
    expect(await world.run(verbs().get(endpoint.id))).toMatchObject({ isEnabled: true, url: receiver.url })
  })

  test("what is changed holds for what waits, and the secret stays", async () => {
    const { endpoint, secret } = await world.run(
      verbs().add({ url: `${receiver.url}/old`, subjects: ["opened"] }),
    )
    receiver.answer(() => 500)
    await world.run(world.payments.open(zipayOrder("order-1")))
    await reconcile()
    const changed = await world.run(
      verbs().update(endpoint.id, {
        url: `${receiver.url}/new`,
        subjects: "*",
        description: "Toko Contoh",
        withPayer: true,
      }),
    )
    expect(changed).toMatchObject({
      description: "Toko Contoh",
      withPayer: true,
      secrets: [{ hint: secret.slice(-4) }],
    })
    expect(changed.subjects).toBeUndefined()
    receiver.reset()
    await world.advance({ minutes: 1 })
    await reconcile()
    expect(receiver.arrived.map(({ path }) => path)).toEqual(["/webhooks/new"])
  })

  test("who paid is told only where that was chosen, and not once it is redacted", async () => {
    await world.run(verbs().add({ url: `${receiver.url}/without`, subjects: ["paid"] }))
    const { endpoint } = await world.run(
      verbs().add({ url: `${receiver.url}/with`, subjects: ["paid"], withPayer: true }),
    )
    const { ref } = await world.run(world.payments.open(zipayOrder("order-1")))
    const paid = { "data.issuerName": "BANK CONTOH", "data.customerName": "PELANGGAN CONTOH" }
    await world.control.faults.script({ at: "zipay.inquire", fault: { kind: "amend", set: paid } })
    await world.control.pay(ref?.paymentId ?? "")
    const { payer } = await world.run(world.payments.refresh("order-1"))
    expect(payer).toMatchObject({ name: "PELANGGAN CONTOH" })
    await reconcile()
    const told = new Map(receiver.arrived.map(({ path, message }) => [path, message.data["payer"]]))
    expect(told.get("/webhooks/without")).toBeUndefined()
    expect(told.get("/webhooks/with")).toEqual({ ...payer })
    await world.advance({ minutes: 1 })
    await world.run(world.payments.redact(new Date(world.clock.currentTimeMillisUnsafe())))
    receiver.reset()
    await world.run(verbs().resend({ endpoint: endpoint.id, since: new Date(0), delivered: true }))
    await reconcile()
    expect(receiver.arrived[0]?.message.data["payer"]).toBeUndefined()
  })

  test("two that are claimed as one is disabled or removed do no harm, and an account never changes", async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url, account: "toko-17" }))
    await expect(
      database.rows("update qriskit.endpoint set account = 'toko-18' where id = $1", [endpoint.id]),
    ).rejects.toThrow("the account of a row never changes")
    await Promise.all([
      world.run(verbs().update(endpoint.id, { isEnabled: false })),
      world.run(verbs().rotate(endpoint.id)),
      world.run(verbs().update(endpoint.id, { isEnabled: true })),
      reconcile(),
    ])
    await world.run(verbs().remove(endpoint.id))
    expect(await world.error(verbs().remove(endpoint.id))).toMatchObject({
      _tag: "NoSuchEndpoint",
      what: "endpoint",
    })
  })
})

test("the promise door has the same verbs, and tests begin with no endpoints", async () => {
  const receiver = await openReceiver()
  await using payments = await createPayments({
    database: "memory://",
    providers: [],
    work: false,
    endpoints: endpoints({ allowPrivate: true, allowHttp: true, ports: "any" }),
  })
  const { endpoint } = await payments.endpoints.add({ url: receiver.url })
  expect(await payments.endpoints.ping(endpoint.id)).toMatchObject({ isDelivered: true })
  expect(await payments.endpoints.list()).toMatchObject([{ id: endpoint.id }])
  expect(await payments.endpoints.attempts()).toHaveLength(1)
  await payments.reset()
  expect(await payments.endpoints.list()).toEqual([])
  await payments.endpoints.add({ url: receiver.url })
  await receiver.close()
})
