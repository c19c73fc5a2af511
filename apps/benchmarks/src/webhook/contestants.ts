import { versionOf } from "../machine.js"
import { type Callback, ifortepayCallback, stripeCallback } from "./callbacks.js"
import type { Ids } from "./merchant.js"
import type { MakeShop } from "./shops/shop.js"

/** One kind of webhook endpoint. */
export interface Kind {
  readonly title: string
  /** Loaded only where it runs, so that no shop carries another's code. */
  readonly load: () => Promise<MakeShop>
  readonly callback: (ids: Ids) => Callback
  /** Whether it asks the acquirer about a callback that it has not seen, before it answers. */
  readonly inquires: boolean
  /** Whether payments have to be opened first: callbacks about others are not taken for what they are. */
  readonly opens?: boolean
  /** Share of the usual callbacks in a round. Default: all. */
  readonly share?: number
}

export const KIND_NAMES = ["bare", "byHand", "stateless", "durable", "golevelup"] as const
export type KindName = (typeof KIND_NAMES)[number]

const GOLEVELUP = "@qriskit/benchmarks-golevelup"

export const KINDS: Readonly<Record<KindName, Kind>> = {
  bare: {
    title: "bare controller, the provider's client",
    load: async () => (await import("./shops/bare.js")).bare,
    callback: ifortepayCallback,
    inquires: true,
  },
  byHand: {
    title: "bare controller, by hand (node:crypto, undici)",
    load: async () => (await import("./shops/by-hand.js")).byHand,
    callback: ifortepayCallback,
    inquires: true,
  },
  stateless: {
    title: "QrisModule",
    load: async () => (await import("./shops/stateless.js")).stateless,
    callback: ifortepayCallback,
    inquires: true,
    opens: true,
  },
  durable: {
    title: "QrisModule, payments on PostgreSQL",
    load: async () => (await import("./shops/durable.js")).durable,
    callback: ifortepayCallback,
    inquires: false,
    opens: true,
    share: 0.1,
  },
  golevelup: {
    title: `@golevelup/nestjs-stripe ${versionOf("@golevelup/nestjs-stripe", GOLEVELUP)}, stripe ${versionOf("stripe", GOLEVELUP)}`,
    load: async () => (await import("./shops/stripe.js")).golevelup,
    callback: stripeCallback,
    inquires: false,
  },
}
export const PLATFORMS = ["Express", "Fastify"] as const
export type Platform = (typeof PLATFORMS)[number]
