import { QrisError } from "@qriskit/core"
import type { FrontDoorOptions } from "@qriskit/core/promise"
import { type JournalEntry, type Operation, type SandboxOptions, startSandbox } from "@qriskit/sandbox"
import { onTestFinished } from "vitest"
import type { ZipayConfigInput } from "../../src/config.js"
import { createZipay, type ZipayCreateInput } from "../../src/promise.js"
import type { ZipayOptions } from "../../src/provider.js"

interface ShopOptions {
  readonly sandbox?: SandboxOptions
  /** Beside the sandbox's credentials, and no repeats. */
  readonly config?: Partial<ZipayConfigInput>
  readonly options?: FrontDoorOptions & ZipayOptions
}

/** A sandbox, and a client of Zipay on it. */
export const openShop = async ({ sandbox: settings = {}, config = {}, options = {} }: ShopOptions = {}) => {
  const sandbox = await startSandbox({ seed: 1, ...settings })
  const configuration: ZipayConfigInput = { ...sandbox.zipay, retry: { times: 0 }, ...config }
  const zipay = createZipay(configuration, options)
  let orders = 0
  return {
    sandbox,
    control: sandbox.control,
    zipay,
    configuration,
    /** A request that is right, under a fresh external id. */
    order: (change: Partial<ZipayCreateInput> = {}): ZipayCreateInput => {
      orders += 1
      return { amount: 25_000, externalId: `order-${orders}`, ...change }
    },
    /** What reached the wire. */
    wire: async (operation?: Operation): Promise<ReadonlyArray<JournalEntry>> => {
      const entries = await sandbox.control.journal()
      return operation === undefined ? entries : entries.filter((entry) => entry.operation === operation)
    },
    [Symbol.asyncDispose]: async () => {
      await sandbox.close()
      await zipay.close()
    },
  }
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** A shop that closes with the test that opens it. */
export const openTestShop = async (...options: Parameters<typeof openShop>): Promise<Shop> => {
  const shop = await openShop(...options)
  onTestFinished(() => shop[Symbol.asyncDispose]())
  return shop
}

/** The `QrisError` that a call rejects with. Anything else, and success, fails the test. */
export const failureOf = async (call: Promise<unknown>): Promise<QrisError> => {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ("error" in outcome && outcome.error instanceof QrisError) return outcome.error
  throw new Error("expected a QrisError", { cause: outcome })
}

/** The fields that an `InvalidRequest` complains about, with what it says of each. */
export const complaintsIn = ({ reason }: QrisError): Record<string, string> => {
  if (reason._tag !== "InvalidRequest") throw new Error(`expected InvalidRequest, got ${reason._tag}`)
  return Object.fromEntries(reason.issues.map(({ path, message }) => [path, message]))
}
