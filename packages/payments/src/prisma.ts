import { AsyncLocalStorage } from "node:async_hooks"
import type { Transaction } from "./database/database.js"
import { type JoinedPool, poolOver } from "./joining/pool.js"

const handlers = new AsyncLocalStorage<JoinedPool>()

/**
 * A pool of node-postgres that follows the handler: within `prismaOver` its connections are the handler's transaction,
 * everywhere else its own. Hand it to `PrismaPg` of `@prisma/adapter-pg`.
 *
 * @example
 * ```ts
 * import { joiningPool } from "@qriskit/payments/prisma"
 * import { PrismaPg } from "@prisma/adapter-pg"
 * import pg from "pg"
 *
 * export const adapter = new PrismaPg(joiningPool(new pg.Pool({ connectionString: process.env["DATABASE_URL"] })))
 * // const prisma = new PrismaClient({ adapter })
 * ```
 */
export const joiningPool = <Pool extends object>(pool: Pool): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      const joined = name === "connect" || name === "query" ? handlers.getStore()?.[name] : undefined
      const own: unknown = joined ?? Reflect.get(target, name, target)
      return joined === undefined && typeof own === "function" ? own.bind(target) : own
    },
  })

/** A Prisma client, as much of it as is needed here. */
interface PrismaLike<Db> {
  $transaction<A>(work: (db: Db) => Promise<A>, options?: PrismaTransactionOptions): Promise<A>
}

/** Prisma's limits for an interactive transaction, in milliseconds. */
export interface PrismaTransactionOptions {
  readonly maxWait?: number
  readonly timeout?: number
}

/** Prisma ends a transaction after five seconds by itself; here the limit of the handler rules, which is shorter. */
const LIMITS: PrismaTransactionOptions = { timeout: 3_600_000 }

/**
 * Prisma over a handler's transaction: what `db` writes is stored together with the delivery, or not at all. Needs
 * `@prisma/client` 7 with `@prisma/adapter-pg` over a `joiningPool`; what is done with another client, or with the
 * client itself and not with `db`, is not part of the transaction.
 *
 * @throws Error where the client's pool is not a `joiningPool`: nothing is written then
 * @example
 * ```ts
 * import { prismaOver } from "@qriskit/payments/prisma"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 *
 * interface Shop {
 *   order: { update(change: { where: { id: string }; data: { paid: boolean } }): Promise<unknown> }
 * }
 * interface ShopClient {
 *   $transaction<A>(work: (db: Shop) => Promise<A>): Promise<A>
 * }
 *
 * export const fulfil = (payments: PaymentsClient, prisma: ShopClient) =>
 *   payments.on("paid", (event, tx) =>
 *     prismaOver(tx, prisma, (db) => db.order.update({ where: { id: event.key }, data: { paid: true } })),
 *   )
 * ```
 */
export const prismaOver = async <Db, A>(
  tx: Pick<Transaction, "answer">,
  prisma: PrismaLike<Db>,
  work: (db: Db) => Promise<A>,
  options: PrismaTransactionOptions = LIMITS,
): Promise<A> => {
  let isJoined = false
  const pool = poolOver(tx)
  const watched: JoinedPool = {
    ...pool,
    connect: (done) => {
      isJoined = true
      return pool.connect(done)
    },
  }
  return await handlers.run(watched, () =>
    prisma.$transaction(async (db) => {
      if (!isJoined)
        throw new Error(
          "this Prisma client is not over a joiningPool of @qriskit/payments/prisma: what it writes would not belong to the handler's transaction",
        )
      return await work(db)
    }, options),
  )
}
