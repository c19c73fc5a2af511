import type { Transaction } from "../database/database.js"
import { clientOver, type JoinedClient } from "./client.js"

type Connected = (error: undefined, client: JoinedClient, release: () => void) => void

/** A pool of node-postgres, as far as libraries use one, of which every connection is a handler's transaction. */
export interface JoinedPool extends JoinedClient {
  /** A client in the handler's transaction. */
  connect(done?: Connected): Promise<JoinedClient>
  /** Ends nothing: the connection is the handler's. */
  end(): Promise<void>
}

/**
 * The pool that query builders and mappers take in place of one of node-postgres: what they write is stored together
 * with the delivery of the event, or not at all. A transaction that they begin is a savepoint. It lives as long as the
 * handler. The doors `/kysely`, `/knex`, `/typeorm`, `/mikro-orm` and `/prisma` are a few lines over this; so is yours.
 *
 * @example
 * ```ts
 * import { poolOver } from "@qriskit/payments/pool"
 * import type { PaymentsClient } from "@qriskit/payments/promise"
 *
 * export const fulfil = (payments: PaymentsClient) =>
 *   payments.on("paid", async (event, tx) => {
 *     const { rowCount } = await poolOver(tx).query("update orders set paid = true where id = $1", [event.key])
 *     if (rowCount !== 1) throw new Error(`no order ${event.key}`)
 *   })
 * ```
 */
export const poolOver = (tx: Pick<Transaction, "answer">): JoinedPool => {
  const client = clientOver(tx)
  return {
    ...client,
    connect: (done) => {
      done?.(undefined, client, client.release)
      return Promise.resolve(client)
    },
    end: () => Promise.resolve(),
  }
}
