import type { DataSource, EntityManager } from "typeorm"
import { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js"
import { PostgresQueryRunner } from "typeorm/driver/postgres/PostgresQueryRunner.js"
import type { Transaction } from "./database/database.js"
import { clientOver, type JoinedClient } from "./joining/client.js"

/** A query runner that has its connection already, with a transaction begun. */
class JoinedQueryRunner extends PostgresQueryRunner {
  constructor(driver: PostgresDriver, client: JoinedClient) {
    super(driver, "master")
    this.databaseConnection = client
    this.isTransactionActive = true
    this.transactionDepth = 1
  }
}

/**
 * TypeORM over a handler's transaction: an entity manager of your own initialised `DataSource` (type `postgres`) whose
 * writes are stored together with the delivery, or not at all. `transaction()` within it is a savepoint. Entities,
 * repositories (`getRepository`) and subscribers work as always. Needs `typeorm`, 1.1 or later.
 *
 * @throws Error where the data source is of another database
 * @example
 * ```ts
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 * import { typeormOver } from "@qriskit/payments/typeorm"
 * import type { DataSource } from "typeorm"
 *
 * export const fulfil = (payments: PaymentsClient, shop: DataSource) =>
 *   payments.on("paid", (event, tx) => typeormOver(tx, shop).update("Order", { id: event.key }, { paid: true }))
 * ```
 */
export const typeormOver = (tx: Pick<Transaction, "answer">, dataSource: DataSource): EntityManager => {
  const { driver } = dataSource
  if (!(driver instanceof PostgresDriver))
    throw new Error(`the DataSource is of type "${dataSource.options.type}": payments are on PostgreSQL`)
  return dataSource.createEntityManager(new JoinedQueryRunner(driver, clientOver(tx)))
}
