import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { promisify } from "node:util"
import type { Order } from "./order.js"

/** The generated client, as much of it as the tests use. */
export interface PrismaOrders {
  $transaction<A>(work: (db: PrismaOrders) => Promise<A>, options?: object): Promise<A>
  readonly order: {
    create(change: { readonly data: Order }): Promise<Order>
    findMany(query: { readonly orderBy: { readonly id: "asc" } }): Promise<ReadonlyArray<Order>>
  }
  $disconnect(): Promise<void>
}

interface Generated {
  readonly PrismaClient: new (options: { readonly adapter: unknown }) => PrismaOrders
}

const HERE = dirname(fileURLToPath(import.meta.url))

/**
 * Makes Prisma's client of `orders.prisma`. It asks for its schema engine, which is never started: any program will do.
 */
export const generatedPrisma = async (): Promise<Generated> => {
  const bin = createRequire(import.meta.url).resolve("prisma/build/index.js")
  await promisify(execFile)(
    process.execPath,
    [bin, "generate", "--schema", join(HERE, "orders.prisma"), "--no-hints"],
    {
      cwd: HERE,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  )
  return (await import(pathToFileURL(join(HERE, "generated", "client.ts")).href)) as Generated
}
