import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import type { Sandbox } from "@qriskit/sandbox"

/** iFortepay's client over a sandbox, quick to give up. */
export const ifortepayOver = (
  { ifortepay }: Sandbox,
  overrides: Partial<Parameters<typeof createIfortepay>[0]> = {},
) => createIfortepay({ ...ifortepay, retry: { times: 0 }, ...overrides })

/** Zipay's client over a sandbox, quick to give up. */
export const zipayOver = ({ zipay }: Sandbox, overrides: Partial<Parameters<typeof createZipay>[0]> = {}) =>
  createZipay({ ...zipay, retry: { times: 0 }, ...overrides })

/** Midtrans' client over a sandbox. */
export const midtransOver = ({ midtrans }: Sandbox) => createMidtrans({ ...midtrans, retry: { times: 0 } })

/** Xendit's client over a sandbox. */
export const xenditOver = ({ xendit }: Sandbox) =>
  createXendit({ ...xendit, qrCheck: "strict", retry: { times: 0 } })

/** What iFortepay needs of every payment. */
export const ORDER = {
  amount: 25_000,
  description: "Two coffees",
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
} as const
