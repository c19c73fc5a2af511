import type { PGlite } from "@electric-sql/pglite"
import { inject } from "vitest"
import type { Driver } from "../../src/database/connected.js"
import type { Row } from "../../src/database/database.js"
import { overPglite } from "../../src/database/pglite.js"
import { openPostgresql } from "../../src/database/postgresql.js"
import { copyOfPglite } from "./pglite-copy.js"
import { createDatabase } from "./postgres-server.js"

/** A migrated database for tests. */
export interface TestDatabase {
  readonly driver: Driver
  rows(text: string, values?: ReadonlyArray<unknown>): Promise<ReadonlyArray<Row>>
  /** Empties every table. */
  reset(): Promise<void>
  close(): Promise<void>
}

const TABLES = [
  "endpoint_attempt",
  "endpoint_message",
  "endpoint_secret",
  "endpoint",
  "act",
  "statement_staged",
  "statement_finding",
  "statement_hop",
  "statement_candidate",
  "statement_match",
  "settlement",
  "statement_day",
  "statement_payout",
  "statement_mention",
  "statement_line",
  "statement_import",
  "payment",
  "refund",
  "attempt",
  "event",
  "anomaly",
  "receipt",
  "discarded_receipt",
  "unmatched",
  "provider_gate",
  "handled",
  "expectation",
  "printed_qr",
]

/** Without triggers and keys that refuse. A truncate takes five times as long where tables are small. */
const EMPTY = [
  "set local session_replication_role = replica",
  ...TABLES.map((table) => `delete from qriskit.${table}`),
].join(";")

const testDatabase = (driver: Driver, close: () => Promise<void>): TestDatabase => ({
  driver,
  rows: (text, values) => driver.transact((tx) => tx.query(text, values)),
  reset: () => driver.transact((tx) => tx.script(EMPTY)),
  close,
})

/** A migrated PGlite of a test's own, in memory. Whoever takes it closes it. */
export const ownPglite = (): Promise<PGlite> => copyOfPglite(inject("pgliteDump"))

export const openTestPglite = async (): Promise<TestDatabase> => {
  const client = await ownPglite()
  return testDatabase(overPglite(client), () => client.close())
}

export const openTestPostgres = async (): Promise<TestDatabase> => {
  const url = await createDatabase(inject("postgresUrl"), inject("template"))
  // Tests move the time: it is Effect's here, not the server's.
  const { now: _ofTheServer, ...driver } = openPostgresql({
    url,
    connections: 10,
    connectMillis: 5_000,
    statementMillis: 30_000,
  })
  return testDatabase(driver, driver.close)
}

type Kind = readonly [name: string, open: () => Promise<TestDatabase>]

/**
 * Every kind of database; the same tests hold on each. Of those, the ones that can be behind a pooler
 * where there is one.
 */
export const DATABASES: ReadonlyArray<Kind> = inject("isPooled")
  ? [["PostgreSQL behind a pooler", openTestPostgres]]
  : [
      ["PGlite", openTestPglite],
      ["PostgreSQL", openTestPostgres],
    ]
