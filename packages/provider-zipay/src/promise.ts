import type { Reachability } from "@qriskit/core"
import {
  type CallOptions,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseProvider,
} from "@qriskit/core/promise"
import { openTransport } from "@qriskit/core/transport-default"
import * as Result from "effect/Result"
import { decodeConfig, type ZipayConfigInput } from "./config.js"
import { make, type ZipayOptions, type ZipayProvider } from "./provider.js"
import type { ZipayCreate } from "./request.js"

/** What `create` takes: plain values. */
export type ZipayCreateInput = (typeof ZipayCreate)["Encoded"]

/** Zipay with promises. It has no `cancel` and no `refund`: Zipay offers neither. */
export interface ZipayClient extends PromiseProvider<ZipayProvider, ZipayCreateInput> {
  /** Asks Zipay's host for nothing, to learn whether it answers. */
  reach(options?: CallOptions): Promise<Reachability>
}

/**
 * Zipay for code without Effect. Throws `InvalidConfiguration` at once; every promise rejects with a `QrisError`.
 *
 * @example
 * ```ts
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({
 *   userId: "partner-contoh",
 *   password: process.env["ZIPAY_PASSWORD"] ?? "",
 *   merchantId: "3",
 *   merchantKey: process.env["ZIPAY_MERCHANT_KEY"] ?? "",
 * })
 * const payment = await zipay.create({ amount: 25_000, externalId: "order-1001-1" })
 * ```
 */
export const createZipay = (
  input: ZipayConfigInput,
  options: FrontDoorOptions & ZipayOptions = {},
): ZipayClient => {
  const config = Result.getOrThrow(decodeConfig(input))
  const { client, run } = openFrontDoor<ZipayProvider, ZipayCreateInput>(make(config, options), options, () =>
    openTransport({ connectTimeout: config.timeouts.connect }),
  )
  return { ...client, reach: (call) => run(client.effect.reach(), call) }
}
