import * as Effect from "effect/Effect"
import { InvalidInput } from "../failure.js"
import { Database } from "./database.js"

/** What is no record: the schema's own rows, and who is at work. */
const KEPT: ReadonlyArray<string> = ["schema_version", "transition", "handled", "provider_gate"]

const TABLES = `
select quote_ident(tablename) as table_name from pg_catalog.pg_tables
where schemaname = 'qriskit' and not tablename = any ($1::text[])`

/**
 * Forgets every record, so that the next test begins with nothing: for `memory://` alone. Fails with `InvalidInput` on
 * any other database, where records are never deleted.
 */
export const reset = Effect.fn("Payments.reset")(function* () {
  const database = yield* Database
  if (database.isTemporary !== true)
    return yield* new InvalidInput({
      operation: "reset",
      issues: [{ path: "database", message: "must be memory://: records on any other are never deleted" }],
    })
  yield* database.transaction(async (tx) => {
    const tables = await tx.query(TABLES, [KEPT])
    const names = tables.map((row) => `qriskit.${row["table_name"]}`)
    await tx.query(`truncate ${names.join(", ")} restart identity cascade`)
    const gates = await tx.query("delete from qriskit.provider_gate returning provider")
    for (const { provider } of gates)
      await tx.query("insert into qriskit.provider_gate (provider, next_slot_at) values ($1, now())", [
        provider,
      ])
  })
})
