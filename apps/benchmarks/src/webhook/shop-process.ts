import "reflect-metadata"
import { NestFactory } from "@nestjs/core"
import { KINDS, type KindName, type Platform } from "./contestants.js"
import type { Ids } from "./merchant.js"
import { Orders } from "./shops/orders.js"
import type { Shop, Surroundings } from "./shops/shop.js"

// One shop in a process of its own, which has a core to itself.

/** What a shop's process is told to be. */
export interface ShopSetup extends Surroundings {
  readonly kind: KindName
  readonly platform: Platform
}

/** What a shop's process says: where it listens; and what it was asked for. */
export type ShopMessage =
  | { readonly url: string }
  | { readonly opened: ReadonlyArray<Ids> }
  | { readonly paid: number; readonly cpu: number }

/**
 * What it is asked for: payments to be opened; or how many orders were paid, and its processor time in microseconds.
 */
export type ShopRequest = { readonly open: number } | { readonly account: true }

const ADAPTERS = {
  Express: async () => new (await import("@nestjs/platform-express")).ExpressAdapter(),
  Fastify: async () => new (await import("@nestjs/platform-fastify")).FastifyAdapter(),
} as const

const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const say = (message: ShopMessage): void => void process.send?.(message)

// The only sender is shop-server.ts.
const setup: ShopSetup = JSON.parse(process.argv[2] ?? "")
const shop: Shop = (await KINDS[setup.kind].load())(setup)
const app = await NestFactory.create(shop.module, await ADAPTERS[setup.platform](), {
  rawBody: true,
  logger: false,
  abortOnError: false,
})
await app.listen(0, "127.0.0.1")

process.on("message", async (request: ShopRequest) => {
  if ("open" in request) say({ opened: (await shop.open?.(app, request.open)) ?? [] })
  else say({ paid: app.get(Orders).count, cpu: processorTime() })
})
process.on("disconnect", () => process.exit(0))
say({ url: `${await app.getUrl()}${shop.path}` })
