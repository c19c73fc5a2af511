import { basicAuthorization, requestSignature } from "@qriskit/provider-ifortepay"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { ifortepayOrder, openWorld, type World, zipayOrder } from "./support/world.js"

describe.each(DATABASES)("secrets on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  beforeAll(async () => {
    database = await openDatabase()
    world = await openWorld(database)
  })
  afterAll(async () => {
    await world?.close()
    await database?.close()
  })

  /** Everything that is stored, whatever the table. */
  const stored = async (): Promise<string> => {
    const tables = await database.rows(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'qriskit%'",
    )
    const rows = await Promise.all(
      tables.map(({ name }) => database.rows(`select to_jsonb(t)::text from ${name} t`)),
    )
    return JSON.stringify(rows)
  }

  test("no row holds one, even when the acquirers echo all of them", async () => {
    const { ifortepay, zipay } = world.sandbox
    await world.restart({ newExternalId: (key) => key })
    const basic = basicAuthorization(ifortepay.merchantId, ifortepay.secretUnboundId).slice("Basic ".length)
    const signature = (key: string) => requestSignature(ifortepay.hashKey, { externalId: key, orderId: key })
    const acquirers = [
      {
        name: "ifortepay",
        orders: [ifortepayOrder("order-1001"), ifortepayOrder("order-1003")],
        secretsOf: (key: string) => [ifortepay.secretUnboundId, ifortepay.hashKey, basic, signature(key)],
      },
      {
        name: "zipay",
        orders: [zipayOrder("order-1002"), zipayOrder("order-1004")],
        secretsOf: () => [zipay.password, zipay.merchantKey],
      },
    ] as const
    for (const { name, orders, secretsOf } of acquirers) {
      const [paid, refused] = orders
      const echo = secretsOf(paid.key).join(" and ")
      const set = { issuer: `Bank ${echo}`, "data.issuerName": `Bank ${echo}`, echo: { deep: [echo] } }
      for (const verb of ["create", "inquire"] as const)
        await world.control.faults.script({ at: `${name}.${verb}`, fault: { kind: "amend", set } })
      const { ref } = await world.run(world.payments.open(paid))
      await world.control.pay(ref?.paymentId ?? "")
      await world.run(world.payments.refresh(paid.key))

      const message = secretsOf(refused.key).join(" and ")
      const body = JSON.stringify({ response_code: "02", response_message: message, message })
      const fault = { kind: "status", status: 400, contentType: "application/json", body } as const
      await world.control.faults.script({ at: `${name}.create`, fault })
      await world.error(world.payments.open(refused))
    }
    const rows = await stored()
    for (const { orders, secretsOf } of acquirers) {
      for (const { key } of orders) {
        expect(rows).toContain(key)
        for (const secret of secretsOf(key)) expect(rows).not.toContain(secret)
      }
    }
    expect(rows).toContain("Bank <redacted>")
    expect(rows).toContain("code 02")
  })

  test("a callback's path and headers, where secrets may stand, are not stored", async () => {
    const body = JSON.stringify({ uuid: "made-up", externalId: "nobody's", status: "PAID" })
    const secret = "zipay-secret-0123456789"
    const headers = { "x-forwarded-for": secret, authorization: secret }
    const raw = { headers, body, path: `/webhooks/qris/zipay/${secret}`, remoteAddress: secret }
    await world.run(world.payments.receive("zipay", raw))
    const rows = await stored()
    expect(rows).toContain("made-up")
    expect(rows).not.toContain(secret)
  })
})
