import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { started } from "../started.js"
import { KINDS, type KindName, type Platform } from "./contestants.js"
import { type Ids, idsOf } from "./merchant.js"
import type { ShopMessage, ShopRequest, ShopSetup } from "./shop-process.js"

/** A shop that runs elsewhere. */
export interface ShopServer {
  readonly kind: KindName
  readonly platform: Platform
  readonly url: string
  /** Ids of payments that it has no callback about yet. */
  payments(count: number): Promise<ReadonlyArray<Ids>>
  /** Orders that were paid until now, and microseconds of processor time that it has used. */
  account(): Promise<{ readonly paid: number; readonly cpu: number }>
  stop(): void
}

/** Starts the acquirer; gives its origin. */
export const startAcquirer = async (): Promise<{ readonly origin: string; stop(): void }> => {
  const [child, port] = await started("webhook/acquirer.js")
  return { origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() }
}

export const startShop = async (setup: ShopSetup): Promise<ShopServer> => {
  const [child, hello] = await started("webhook/shop-process.js", JSON.stringify(setup))
  const ask = async (request: ShopRequest): Promise<ShopMessage> => {
    child.send(request)
    const [message]: Array<ShopMessage> = await once(child, "message")
    if (message === undefined) throw new Error("a shop said nothing")
    return message
  }
  const { kind, platform } = setup
  if (typeof hello !== "object" || hello === null || !("url" in hello))
    throw new Error(`${kind} did not start`)
  return {
    kind,
    platform,
    url: String(hello.url),
    payments: async (count) => {
      if (KINDS[kind].opens !== true) return Array.from({ length: count }, () => idsOf(randomUUID()))
      const answer = await ask({ open: count })
      return "opened" in answer ? answer.opened : []
    },
    account: async () => {
      const answer = await ask({ account: true })
      return "paid" in answer ? answer : { paid: Number.NaN, cpu: Number.NaN }
    },
    stop: () => child.disconnect(),
  }
}

/** The callback about a payment, as this shop's acquirer sends it. */
export const callbackOf = ({ kind }: ShopServer, ids: Ids) => KINDS[kind].callback(ids)
