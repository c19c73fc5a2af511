import { defineEntity, MikroORM, p } from "@mikro-orm/postgresql"
import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { DataSource, EntitySchema } from "typeorm"
import type { Transaction } from "../../src/database/database.js"
import { drizzleOver } from "../../src/drizzle.js"
import { knexOver } from "../../src/knex.js"
import { kyselyOver } from "../../src/kysely.js"
import { withMikroOrm } from "../../src/mikro-orm.js"
import { poolOver } from "../../src/pool.js"
import { joiningPool, prismaOver } from "../../src/prisma.js"
import { typeormOver } from "../../src/typeorm.js"
import { orders } from "./drizzle-orders.js"
import type { Order } from "./order.js"
import { generatedPrisma, type PrismaOrders } from "./prisma-client.js"

/** A library of a shop, over a handler's transaction. */
export interface Library {
  insert(tx: Transaction, order: Order): Promise<unknown>
  /** Every order, by id. */
  all(tx: Transaction): Promise<ReadonlyArray<Order>>
  /** Inserts in a transaction of the library's own, within the handler's, and takes it back. */
  insertAndTakeBack?(tx: Transaction, order: Order): Promise<unknown>
  close?(): Promise<unknown>
}

class TakenBack extends Error {}

const takenBack = async (working: Promise<unknown>): Promise<void> => {
  await working.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
}

interface Tables {
  orders: { id: string; amount: number; paid_at: Date | null }
}

const asRow = ({ id, amount, paidAt }: Order) => ({ id, amount, paid_at: paidAt })
const asOrder = ({ id, amount, paid_at }: Tables["orders"]): Order => ({ id, amount, paidAt: paid_at })

const kysely = async (): Promise<Library> => {
  const insert = (tx: Transaction, order: Order) =>
    kyselyOver<Tables>(tx).insertInto("orders").values(asRow(order)).execute()
  return {
    insert,
    all: async (tx) => {
      const rows = await kyselyOver<Tables>(tx).selectFrom("orders").selectAll().orderBy("id").execute()
      return rows.map(asOrder)
    },
    insertAndTakeBack: (tx, order) =>
      takenBack(
        kyselyOver<Tables>(tx)
          .transaction()
          .execute(async (inner) => {
            await inner.insertInto("orders").values(asRow(order)).execute()
            throw new TakenBack()
          }),
      ),
  }
}

const knex = async (): Promise<Library> => ({
  insert: (tx, order) => knexOver(tx)("orders").insert(asRow(order)),
  all: async (tx) => (await knexOver(tx)<Tables["orders"]>("orders").select().orderBy("id")).map(asOrder),
  insertAndTakeBack: (tx, order) =>
    takenBack(
      knexOver(tx).transaction(async (inner) => {
        await inner("orders").insert(asRow(order))
        throw new TakenBack()
      }),
    ),
})

const OrderEntity = new EntitySchema<Order>({
  name: "Order",
  tableName: "orders",
  columns: {
    id: { type: "text", primary: true },
    amount: { type: "integer" },
    paidAt: { type: "timestamptz", name: "paid_at", nullable: true },
  },
})

const typeorm = async (url: string): Promise<Library> => {
  const shop = await new DataSource({ type: "postgres", url, entities: [OrderEntity] }).initialize()
  return {
    insert: (tx, order) => typeormOver(tx, shop).save(OrderEntity, order),
    all: async (tx) =>
      (await typeormOver(tx, shop).find(OrderEntity, { order: { id: "asc" } })).map((order) => ({
        ...order,
      })),
    insertAndTakeBack: (tx, order) =>
      takenBack(
        typeormOver(tx, shop).transaction(async (inner) => {
          await inner.insert(OrderEntity, order)
          throw new TakenBack()
        }),
      ),
    close: () => shop.destroy(),
  }
}

const OrderOfMikro = defineEntity({
  name: "Order",
  tableName: "orders",
  properties: {
    id: p.text().primary(),
    amount: p.integer(),
    paidAt: p.datetime().name("paid_at").nullable(),
  },
})

const mikroOrm = async (url: string): Promise<Library> => {
  const shop = await MikroORM.init({ clientUrl: url, entities: [OrderOfMikro] })
  return {
    insert: (tx, order) => withMikroOrm(tx, shop.em, async (em) => em.create(OrderOfMikro, order)),
    all: (tx) =>
      withMikroOrm(tx, shop.em, async (em) =>
        (await em.findAll(OrderOfMikro, { orderBy: { id: "asc" } })).map(({ id, amount, paidAt }) => ({
          id,
          amount,
          paidAt: paidAt ?? null,
        })),
      ),
    insertAndTakeBack: (tx, order) =>
      withMikroOrm(tx, shop.em, (em) =>
        takenBack(
          em.transactional(async (inner) => {
            inner.create(OrderOfMikro, order)
            await inner.flush()
            throw new TakenBack()
          }),
        ),
      ),
    close: () => shop.close(),
  }
}

const drizzle = async (): Promise<Library> => ({
  insert: (tx, order) => drizzleOver(tx).insert(orders).values(order),
  all: (tx) => drizzleOver(tx).select().from(orders).orderBy(orders.id),
})

const prisma = async (url: string): Promise<Library> => {
  const pool = new pg.Pool({ connectionString: url })
  const { PrismaClient } = await generatedPrisma()
  const client: PrismaOrders = new PrismaClient({ adapter: new PrismaPg(joiningPool(pool)) })
  return {
    insert: (tx, order) => prismaOver(tx, client, (db) => db.order.create({ data: order })),
    all: (tx) => prismaOver(tx, client, (db) => db.order.findMany({ orderBy: { id: "asc" } })),
    insertAndTakeBack: (tx, order) =>
      takenBack(
        prismaOver(tx, client, async (db) => {
          await db.order.create({ data: order })
          throw new TakenBack()
        }),
      ),
    close: async () => {
      await client.$disconnect()
      await pool.end()
    },
  }
}

const nodePostgres = async (): Promise<Library> => ({
  insert: (tx, { id, amount, paidAt }) =>
    poolOver(tx).query("insert into orders values ($1, $2, $3)", [id, amount, paidAt]),
  all: async (tx) =>
    ((await poolOver(tx).query("select * from orders order by id")).rows as Array<Tables["orders"]>).map(
      asOrder,
    ),
  insertAndTakeBack: async (tx, { id, amount }) => {
    const client = await poolOver(tx).connect()
    await client.query("BEGIN")
    await client.query("insert into orders values ($1, $2)", [id, amount])
    await client.query("ROLLBACK")
  },
})

/** Every library that a handler can write with; each is given a server's address for what it asks when it starts. */
export const LIBRARIES: ReadonlyArray<readonly [string, (url: string) => Promise<Library>]> = [
  ["node-postgres", nodePostgres],
  ["Drizzle", drizzle],
  ["Kysely", kysely],
  ["Knex", knex],
  ["TypeORM", typeorm],
  ["MikroORM", mikroOrm],
  ["Prisma", prisma],
]
