import { endpoints } from "@qriskit/payments/endpoints"
import { createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { statementFrom } from "@qriskit/statements"
import { exportTables, toCsv, toXlsx } from "@qriskit/statements/export"
import { copyOfPglite, migratedPglite } from "../../../payments/test/support/pglite-copy.js"
import type { ConsoleOptions } from "../../src/options.js"

/** The acquirers of the house. Zipay gives nothing back, Midtrans at once, Xendit in an hour of its clock. */
export type Acquirer = "zipay" | "midtrans" | "xendit"

/** Payments over the emulated acquirers, and what a host tells the console. */
export interface TestHouse extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly payments: PaymentsClient
  /** What went wrong, as the host is told. */
  readonly errors: Array<unknown>
  readonly options: Omit<ConsoleOptions, "path">
  /** Cookies that are worth nothing any more. */
  readonly signedOut: Set<string>
  /** Opens a payment, and gives the sandbox's id of it. */
  open(key: string, amount: number, provider?: Acquirer, channel?: string): Promise<string>
  /** Looks at what waits for its end at the acquirer, as happens by itself after some seconds. */
  lookAtRefunds(): Promise<void>
  /** Expects it on the acquirer's printed QR. `surplus`: rupiah that the amount may be above. */
  expect(key: string, amount: number, more?: { readonly surplus?: number }): Promise<void>
  /** Somebody pays an amount on a printed QR, and the acquirer, which signs nothing, tells of it. */
  claim(amount: number): Promise<void>
  /** Opens it, has it paid, and asks. */
  paid(key: string, amount: number, provider?: Acquirer, channel?: string): Promise<string>
}

/** A cookie by which the tests' host knows people: `staff=Kasir.act`, or `staff=Kasir.look.toko-1`. */
export const cookieOf = (who: string, may: "look" | "act", account = ""): string =>
  `staff=${encodeURIComponent(who)}.${may}.${account}`

/** Who a cookie is of. */
export const staffIn = (cookie: string | null) => {
  const [, who, may, account] = /staff=([^.;]+)\.(look|act)\.([\w-]*)/.exec(cookie ?? "") ?? []
  if (who === undefined) return undefined
  return {
    who: decodeURIComponent(who),
    may: may === "act" ? "act" : "look",
    ...(account !== undefined && account !== "" && { account }),
  } as const
}

export const openHouse = async (): Promise<TestHouse> => {
  const sandbox = await startSandbox({
    clock: "manual",
    startAt: new Date(),
    xendit: { refundMs: 3_600_000 },
  })
  const { zipay: at, midtrans: mt, xendit: xn } = sandbox
  const zipay = createZipay({
    baseUrl: at.baseUrl,
    userId: at.userId,
    password: at.password,
    merchantId: at.merchantId,
    merchantKey: at.merchantKey,
    retry: { times: 0 },
  })
  const midtrans = createMidtrans({ baseUrl: mt.baseUrl, serverKey: mt.serverKey, retry: { times: 0 } })
  const xendit = createXendit({
    baseUrl: xn.baseUrl,
    secretKey: xn.secretKey,
    callbackToken: xn.callbackToken,
    qrCheck: "strict",
    retry: { times: 0 },
  })
  const database = await copyOfPglite(await migratedPglite())
  const payments = await createPayments({
    database,
    providers: [zipay, midtrans, xendit],
    maxDeliveries: 1,
    // A receiver of the tests is on this machine. What it refuses once is a dead letter.
    endpoints: endpoints({ allowPrivate: true, allowHttp: true, ports: "any", retryMillis: [] }),
  })
  const errors: Array<unknown> = []
  const signedOut = new Set<string>()

  const open: TestHouse["open"] = async (key, amount, provider = "zipay", channel) => {
    const record = await payments.open({
      key,
      amount,
      provider,
      expiresInMinutes: 30,
      ...(channel !== undefined && { providerFields: { channel } }),
    })
    return record.ref?.paymentId ?? ""
  }

  return {
    sandbox,
    payments,
    errors,
    signedOut,
    open,
    lookAtRefunds: async () => {
      await payments.query("update qriskit.refund set next_inquiry_at = now() where next_inquiry_at > now()")
      await payments.reconcileNow()
    },
    expect: async (key, amount, more = {}) => {
      // Two QRs of one account, which its callbacks do not tell apart.
      const qr = await sandbox.control.staticQr(more.surplus === undefined ? "zipay" : "ifortepay")
      await payments.expect({ key, qr, amount, within: 30, provider: "zipay", ...more })
    },
    claim: async (amount) => {
      const { paymentId } = await sandbox.control.payStatic("zipay", amount)
      await payments.receive("zipay", await sandbox.control.callbacks.build(paymentId))
    },
    paid: async (key, amount, provider, channel) => {
      const id = await open(key, amount, provider, channel)
      await sandbox.control.pay(id, { issuer: "DOMPET CONTOH" })
      await payments.refresh(key)
      return id
    },
    options: {
      payments,
      providers: [zipay, midtrans, xendit],
      endpoints: payments.endpoints,
      statements: { read: statementFrom, exportTables, toCsv, toXlsx, mostBytes: 2_000_000 },
      secret: "a secret of the tests, long enough to be one",
      refreshMillis: 50,
      authorize: (request) => {
        const cookie = request.headers.get("cookie")
        return [...signedOut].some((gone) => cookie?.includes(gone)) ? undefined : staffIn(cookie)
      },
      onError: (error) => errors.push(error),
    },
    [Symbol.asyncDispose]: async () => {
      await payments.close()
      await database.close()
      await zipay.close()
      await midtrans.close()
      await xendit.close()
      await sandbox.close()
    },
  }
}
