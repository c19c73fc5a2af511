import { type CreatePaymentsOptions, createPayments, type PaymentsClient } from "@qriskit/payments/promise"
import { copyOfPglite, migratedPglite } from "../../../payments/test/support/pglite-copy.js"
import type { QrisProviders } from "../../src/index.js"

/** Durable payments in memory, over a copy of a database that is migrated. Closing them closes it. */
export const memoryPayments = async (
  providers: QrisProviders,
  options: Partial<CreatePaymentsOptions> = {},
): Promise<PaymentsClient> => {
  const database = await copyOfPglite(await migratedPglite())
  const payments = await createPayments({ database, providers, sweepMillis: 50, ...options })
  const close = async (): Promise<void> => {
    await payments.close()
    if (!database.closed) await database.close()
  }
  return { ...payments, close, [Symbol.asyncDispose]: close }
}
