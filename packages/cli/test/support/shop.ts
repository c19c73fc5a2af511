import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import type { PaymentRefund } from "@qriskit/payments"
import { endpoints } from "@qriskit/payments/endpoints"
import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createZipay, createZipayAccounts } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { inject } from "vitest"
import { openPostgresql } from "../../../payments/src/database/postgresql.js"
import { type PaidPayment, recordPayments } from "../../../payments/test/support/paid-payments.js"
import { createDatabase } from "../../../payments/test/support/postgres-server.js"

/** The built program. */
export const PROGRAM = fileURLToPath(new URL("../../dist/main.js", import.meta.url))

/** Variables, and nothing else of this process's. */
export type Environment = Readonly<Record<string, string>>

/** What became of a program. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const BARE: Environment = { PATH: process.env["PATH"] ?? "", NO_COLOR: "1" }

/** Starts the program without a terminal. Its standard output is a pipe, or the file that is open as `output`. */
export const start = (
  args: ReadonlyArray<string>,
  environment: Environment,
  output: "pipe" | number = "pipe",
): ChildProcess =>
  spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...BARE, ...environment },
    stdio: ["ignore", output, "pipe"],
  })

/**
 * The lines that a program says: ask for them as soon as it is started, and none is missed however late one is read.
 */
export const linesOf = ({ stdout }: ChildProcess): AsyncIterator<string> => {
  if (stdout === null) throw new Error("Its output is no pipe.")
  return createInterface({ input: stdout })[Symbol.asyncIterator]()
}

/** Waits for what a program says and how it ends. */
export const ended = async (child: ChildProcess): Promise<Ended> => {
  const said = { stdout: "", stderr: "" }
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      said[name] += text
    })
  const [code] = await once(child, "close")
  return { code, ...said }
}

/** A shop with payments in every state that a tool should show, on a database of its own. */
export interface Shop {
  readonly sandbox: Sandbox
  readonly payments: PaymentsClient
  /** Where payments are, and the credentials of providers. */
  readonly environment: Environment
  /** A payment at Midtrans that is paid. */
  readonly paid: (key: string, amount: number) => Promise<void>
  /** A refund of all of it whose call broke off: nobody knows what became of it, and the provider made none. */
  readonly unknownRefund: (key: string) => Promise<PaymentRefund>
  /** Money that comes for a canceled QR: a finding. */
  readonly paidAfterCancel: (key: string) => Promise<void>
  /** Payments as they stand, without the way there. */
  readonly onRecord: (payments: ReadonlyArray<PaidPayment>) => Promise<void>
  readonly close: () => Promise<void>
}

export const openShop = async (): Promise<Shop> => {
  const database = await createDatabase(inject("postgresUrl"), inject("template"))
  const sandbox = await startSandbox()
  const zipay = createZipay({ ...sandbox.zipay })
  const merchants = createZipayAccounts({
    load: async (account) => (account === "toko-17" ? sandbox.zipay : undefined),
  })
  const midtrans = createMidtrans({ ...sandbox.midtrans })
  const payments = await createPayments({
    database,
    providers: [zipay, midtrans, merchants],
    work: false,
    maxDeliveries: 1,
    endpoints: endpoints(),
  })
  const idOf = async (key: string) => (await payments.get(key)).ref?.paymentId ?? ""
  return {
    sandbox,
    payments,
    environment: {
      QRISKIT_DATABASE_URL: database,
      ZIPAY_USER_ID: sandbox.zipay.userId,
      ZIPAY_PASSWORD: sandbox.zipay.password,
      ZIPAY_MERCHANT_ID: sandbox.zipay.merchantId,
      ZIPAY_MERCHANT_KEY: sandbox.zipay.merchantKey,
      ZIPAY_BASE_URL: sandbox.zipay.baseUrl,
      MIDTRANS_SERVER_KEY: sandbox.midtrans.serverKey,
      MIDTRANS_BASE_URL: sandbox.midtrans.baseUrl,
    },
    paid: async (key, amount) => {
      await payments.open({ key, amount, provider: "midtrans" })
      await sandbox.control.pay(await idOf(key))
      await payments.refresh(key)
    },
    unknownRefund: async (key) => {
      await sandbox.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: false } })
      return payments.refund(key, { reason: "cold", by: "Kasir Contoh" })
    },
    paidAfterCancel: async (key) => {
      await payments.open({ key, amount: 15_000, provider: "zipay" })
      await payments.cancel(key)
      await sandbox.control.pay(await idOf(key), { force: true })
      await payments.refresh(key)
    },
    onRecord: async (paid) => {
      const driver = openPostgresql({
        url: database,
        connections: 1,
        connectMillis: 5_000,
        statementMillis: 30_000,
      })
      await recordPayments({ driver }, paid)
      await driver.close()
    },
    close: async () => {
      await payments.close()
      await Promise.all([zipay.close(), merchants.close(), midtrans.close(), sandbox.close()])
    },
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where tests make their databases. */
    postgresUrl: string
    /** A database there whose schema is up to date, to make copies of. */
    template: string
  }
}
