import { setTimeout } from "node:timers/promises"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { startSandbox } from "@qriskit/sandbox"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createPayments } from "../src/promise.js"
import { startProxy } from "./support/loopback-proxy.js"
import { type PostgresServer, startPostgres } from "./support/postgres-server.js"
import { until } from "./support/processes.js"

const portOf = (url: string): number => Number(new URL(url).port)

describe("a primary that is lost, with a standby that has every commit", () => {
  let primary: PostgresServer
  let standby: PostgresServer
  beforeAll(async () => {
    primary = await startPostgres(true)
    standby = await primary.addStandby()
  })
  afterAll(async () => {
    await standby?.stop()
    await primary?.stop()
  })

  test("nothing acknowledged is lost, nothing is done twice, and work goes on after the promotion", async () => {
    const proxy = await startProxy(primary.url)
    const sandbox = await startSandbox()
    const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
    const zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
    const admin = new pg.Client({ connectionString: primary.url })
    admin.on("error", () => undefined)
    await admin.connect()
    await admin.query("create table fulfilled (key text, seq integer)")
    const payments = await createPayments({
      database: proxy.url,
      providers: [zipay],
      sweepMillis: 100,
      connectMillis: 1_000,
      statementMillis: 2_000,
      // What was claimed when the primary went is claimed anew.
      inquiryLeaseMillis: 3_000,
      // An order whose intent is the last that was committed is being made for twice as long, as far as others know.
      createMillis: 2_000,
      handlerMillis: 1_000,
    })
    payments.on("paid", ({ key, seq }, tx) => tx.query("insert into fulfilled values ($1, $2)", [key, seq]))

    const acknowledged = new Set<string>()
    let isOver = false
    let isPromoted = false
    let refused = 0
    let soldAfter = 0
    const sell = async (key: string): Promise<void> => {
      while (!isOver) {
        const record = await payments
          .open({ key, amount: 25_000, provider: "zipay", expiresInMinutes: 30 }, { renew: true })
          .catch(() => undefined)
        if (record?.qr === undefined) {
          refused += 1
          await setTimeout(50)
          continue
        }
        acknowledged.add(key)
        if (isPromoted) {
          soldAfter += 1
        }
        await sandbox.control.pay(record.qr.payload).catch(() => undefined)
        const callback = await sandbox.control.callbacks.build(record.ref?.paymentId ?? "")
        await payments
          .receive("zipay", { headers: callback.headers, body: callback.body })
          .catch(() => undefined)
        return
      }
    }
    const till = async (name: string): Promise<void> => {
      for (let order = 0; !isOver; order += 1) await sell(`${name}-${order}`)
    }
    const tills = ["a", "b", "c"].map(till)
    await until("it sells", () => acknowledged.size >= 20)
    await primary.kill()
    // What the name leads to for a while is the standby, which only reads.
    proxy.pointAt(portOf(standby.url))
    const before = refused
    await until("nothing can be sold", () => refused >= before + 6)
    const promoting = new pg.Client({ connectionString: standby.url })
    promoting.on("error", () => undefined)
    await promoting.connect()
    await promoting.query("select pg_promote()")
    isPromoted = true
    await until("it sells again", () => soldAfter >= 20)
    isOver = true
    await Promise.all(tills)

    const undone = () =>
      promoting.query(
        "select key from qriskit.payment where key = any ($1::text[]) and key not in (select key from fulfilled)",
        [[...acknowledged]],
      )
    await until("all of it is fulfilled", async () => (await undone()).rows.length === 0, 20_000)
    const { rows: kept } = await promoting.query(
      "select key from qriskit.payment where key = any ($1::text[])",
      [[...acknowledged]],
    )
    expect(kept).toHaveLength(acknowledged.size)
    const { rows: twice } = await promoting.query(
      "select key from fulfilled group by key having count(*) > 1",
    )
    expect(twice).toEqual([])
    expect(await payments.health()).toMatchObject({ deadLetters: 0 })
    await payments.close()
    await promoting.end()
    await admin.end().catch(() => undefined)
    await zipay.close()
    await sandbox.close()
    await proxy.close()
  })

  test("a commit that waits for a standby which is gone ends, its outcome unknown, and closing ends", async () => {
    const alone = await startPostgres(true)
    const follower = await alone.addStandby()
    const sandbox = await startSandbox()
    const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
    const zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
    const payments = await createPayments({
      database: alone.url,
      providers: [zipay],
      statementMillis: 500,
      connectMillis: 1_000,
      closeMillis: 500,
      work: false,
    })
    await follower.kill()
    await expect(
      payments.open({ key: "order-1", amount: 25_000, provider: "zipay", expiresInMinutes: 30 }),
    ).rejects.toMatchObject({ _tag: "DatabaseFailure", outcome: "unknown" })
    await payments.close()
    await zipay.close()
    await sandbox.close()
    await alone.stop()
  })
})
