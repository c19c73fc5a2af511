import { setTimeout } from "node:timers/promises"
import type { Payment, QrisProvider } from "@qriskit/core"
import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import pg from "pg"
import { afterAll, afterEach, beforeAll, beforeEach, inject } from "vitest"
import { type CreatePaymentsOptions, createPayments, type PaymentsClient } from "../../src/promise.js"
import { createDatabase } from "./postgres-server.js"
import { rawOf } from "./world.js"

/** An order at Zipay, or at another provider. */
export const order = (key: string, provider = "zipay") => ({ key, amount: 25_000, provider })

/** How often due work is looked for, in milliseconds. What does not come by a wake-up does not come within a test. */
const SWEEP = 60_000

/** Looks until it is so, with real time; fails where it does not happen in time. */
export const until = async (
  what: string,
  isDone: () => boolean | Promise<boolean>,
  millis = SWEEP - 10_000,
): Promise<void> => {
  for (const end = Date.now() + millis; !(await isDone()); await setTimeout(10))
    if (Date.now() > end) throw new Error(`it did not happen in time: ${what}`)
}

/** Several processes' payments on one PostgreSQL database, with the real engine and the real clock. */
export interface Processes {
  readonly sandbox: Sandbox
  readonly zipay: ZipayClient
  /** The address of this test's own database. */
  readonly url: string
  /** The same past a pooler, where there is one. */
  readonly directUrl: string
  readonly admin: pg.Pool
  /** One more process; it closes with the test. */
  start(options?: Partial<CreatePaymentsOptions>): Promise<PaymentsClient>
  rows(text: string, values?: ReadonlyArray<unknown>): Promise<ReadonlyArray<Record<string, unknown>>>
  /** Sells an order: opened, paid, called back. */
  sell(payments: PaymentsClient, key: string): Promise<void>
  /** A provider like Zipay under another name, whose inquiries do something else. */
  likeZipay(id: string, inquire: QrisProvider["inquire"]): QrisProvider
}

/** Opens them around the tests of a file: what they are over is there once the tests run. */
export const useProcesses = (): Processes => {
  let sandbox: Sandbox
  let zipay: ZipayClient
  let url: string
  let directUrl: string
  let admin: pg.Pool
  let open: Array<PaymentsClient> = []

  beforeAll(async () => {
    sandbox = await startSandbox()
    const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
    zipay = createZipay({ baseUrl, userId, password, merchantId, merchantKey })
  })
  afterAll(async () => {
    await zipay?.close()
    await sandbox?.close()
  })
  beforeEach(async () => {
    url = await createDatabase(inject("postgresUrl"), inject("template"))
    directUrl = inject("directUrl").replace(/\/postgres$/, new URL(url).pathname)
    admin = new pg.Pool({ connectionString: directUrl, max: 2 })
  })
  afterEach(async () => {
    await Promise.all(open.map((payments) => payments.close()))
    open = []
    await admin.end()
    await sandbox.control.faults.clear()
  })

  const start: Processes["start"] = async (options = {}) => {
    const payments = await createPayments({
      database: url,
      providers: [zipay],
      sweepMillis: SWEEP,
      closeMillis: 500,
      // Behind a pooler wake-ups are heard past it.
      ...(inject("isPooled") ? { listenUrl: directUrl } : {}),
      ...options,
    })
    open.push(payments)
    return payments
  }

  return {
    get sandbox() {
      return sandbox
    },
    get zipay() {
      return zipay
    },
    get url() {
      return url
    },
    get directUrl() {
      return directUrl
    },
    get admin() {
      return admin
    },
    start,
    rows: async (text, values = []) => (await admin.query<Record<string, unknown>>(text, [...values])).rows,
    sell: async (payments, key) => {
      const { ref, qr } = await payments.open(order(key))
      await sandbox.control.pay(qr?.payload ?? "")
      await payments.receive("zipay", rawOf(await sandbox.control.callbacks.build(ref?.paymentId ?? "")))
    },
    likeZipay: (id, inquire) => {
      const rename = (payment: Payment): Payment => ({ ...payment, ref: { ...payment.ref, provider: id } })
      return {
        ...zipay.effect,
        id,
        create: (request) => Effect.map(zipay.effect.create(request), rename),
        inquire,
      }
    },
  }
}
