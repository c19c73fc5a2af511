import { readFile } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import pg from "pg"
import { inject, test } from "vitest"
import { connected } from "../../src/database/connected.js"
import { Database } from "../../src/database/database.js"
import { migrate } from "../../src/database/migrate.js"
import { openPostgresql } from "../../src/database/postgresql.js"
import { Wakeups } from "../../src/engine/wakeups.js"
import { matchStatements } from "../../src/statements/matching.js"
import { createDatabase } from "../support/postgres-server.js"
import { nodesOf, planOf, recordStatements, rowsSeen } from "../support/recorded-statements.js"

// Matches so many lines against so many payments, and says which way each statement went. A measurement, not a test.
const SIZE = Number(process.env["LINES"] ?? 1_000_000)
const DAYS = 30

const NUMBERS = `generate_series(1, ${SIZE}) as i`
const AT = `timestamptz '2026-09-01 00:00+07' + (i % ${DAYS * 86_400}) * interval '1 second'`

/**
 * Processor time of the server's own processes for our connections, in seconds: on a busy machine the
 * clock says little.
 */
const processorTime = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query(
    "select pid from pg_stat_activity where application_name = 'qriskit-payments'",
  )
  const ticks = await Promise.all(
    rows.map(async ({ pid }) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
    }),
  )
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}

/**
 * Of ten lines six name our id, two the provider's, one the RRN; one has amount and time alone. One in a
 * thousand is a stranger.
 */
const SEED: ReadonlyArray<string> = [
  "set session_replication_role = replica",
  `insert into qriskit.payment (id, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts, opened_at, changed_at)
   select md5('p' || i)::uuid, 'INV-' || i, i::text, 'zipay', 'INV-' || i, 10000 + i % 9000, 'paid', md5('a' || i)::uuid, 1, ${AT}, ${AT}
   from ${NUMBERS}`,
  `insert into qriskit.attempt (id, payment_id, number, provider, external_id, provider_payment_id, amount, status, paid_amount,
     paid_at, retrieval_reference, opened_at, expires_at, changed_at)
   select md5('a' || i)::uuid, md5('p' || i)::uuid, 1, 'zipay', 'INV-' || i, 'id-' || i, 10000 + i % 9000, 'paid', 10000 + i % 9000,
     ${AT}, lpad(i::text, 12, '0'), ${AT}, ${AT}, ${AT}
   from ${NUMBERS}`,
  "set session_replication_role = origin",
  `insert into qriskit.statement_import (account, state, begun_at, imported_by, provider, profile, family, title, kind, coverage,
     lag, keys, bytes, sha256, rows_sha256, lines, days_from, days_until, is_complete, imported_at)
   values ('', 'imported', now(), 'load', 'zipay', 'load', 'load', 'load', 'acquirer', 'paid', 1,
     '{providerId,reference,rrn,time}', 1, 'x', 'y', ${SIZE}, '2026-09-01', '2026-09-30', true, now())`,
  `insert into qriskit.statement_line (import_id, account, place, line_row, key, content, kind, day, settled, reversal,
     provider_id, reference, rrn, rrn_restored, batch, paid_at, paid_on, gross, fee, net)
   select (select max(id) from qriskit.statement_import), '', i, i, md5('k' || i)::uuid, md5('c' || i)::uuid, 'payment',
     qriskit.jakarta_day(${AT}), true, false,
     case when i % 10 in (6, 7) then 'id-' || i end,
     case when i % 10 < 6 then case when i % 1000 = 0 then 'STRANGER-' || i else 'INV-' || i end end,
     case when i % 10 = 8 then lpad(i::text, 12, '0') end, false, 'B-' || (i % ${DAYS * 86_400}) / 86400,
     ${AT}, qriskit.jakarta_day(${AT}), (10000 + i % 9000) * 100, (10000 + i % 9000) * 7 / 10, (10000 + i % 9000) * 100 - (10000 + i % 9000) * 7 / 10
   from ${NUMBERS}`,
  "analyze",
]

test(`${SIZE} lines against ${SIZE} payments`, { timeout: 1_800_000 }, async () => {
  const url = await createDatabase(inject("postgresUrl"))
  const driver = openPostgresql({ url, connections: 4, connectMillis: 10_000, statementMillis: 600_000 })
  await migrate(driver)
  const client = new pg.Client(url)
  await client.connect()
  try {
    const seeding = performance.now()
    for (const statement of SEED) await client.query(statement)
    console.log(
      `${SIZE} payments and lines seeded in ${((performance.now() - seeding) / 1_000).toFixed(1)} s`,
    )

    const slow: Array<readonly [number, string]> = []
    /** What each statement took, so that one knows where the time goes. */
    const timing: typeof driver.transact = (work, ...limits) =>
      driver.transact(
        (tx) =>
          work({
            ...tx,
            query: async (statement, values) => {
              const started = performance.now()
              const rows = await tx.query(statement, values)
              slow.push([
                (performance.now() - started) / 1_000,
                typeof statement === "string"
                  ? statement.trim().slice(0, 60).replaceAll("\n", " ")
                  : statement.name,
              ])
              return rows
            },
          }),
        ...limits,
      )
    const database = Layer.succeed(Database, connected({ ...driver, transact: timing }))
    const surroundings = Wakeups.layer.pipe(Layer.provideMerge(database))
    const match = () => Effect.runPromise(Effect.provide(matchStatements(), surroundings))
    const sent = await recordStatements(async () => {
      const started = performance.now()
      const before = await processorTime(client)
      const matched = await match()
      const took = ((performance.now() - started) / 1_000).toFixed(1)
      const processor = ((await processorTime(client)) - before).toFixed(1)
      console.log(`matched in ${took} s, ${processor} s of processor time: ${JSON.stringify(matched)}`)
    })
    const total = new Map<string, number>()
    for (const [seconds, name] of slow) total.set(name, (total.get(name) ?? 0) + seconds)
    for (const [name, seconds] of [...total].sort(([, a], [, b]) => b - a).slice(0, 8))
      console.log(`  ${seconds.toFixed(1)} s  ${name}`)
    const again = performance.now()
    await match()
    console.log(
      `matched once more, from what there was, in ${((performance.now() - again) / 1_000).toFixed(1)} s`,
    )

    // How a day's worth of lines is matched: by indexes, or in one pass over each table.
    const first = sent.find(({ text }) => text.includes("strongest as ("))
    if (first !== undefined) {
      const ways = nodesOf(await planOf(client, first))
        .filter((node) => node["Relation Name"] !== undefined)
        .map(
          (node) =>
            `${node["Node Type"]} ${(node as { "Index Name"?: string })["Index Name"] ?? ""} on ${node["Relation Name"]}, ${rowsSeen(node)} rows`,
        )
      console.log([...new Set(ways)].join("\n"))
    }
    const { rows } = await client.query(
      "select relname, seq_scan, idx_scan from pg_stat_user_tables where schemaname = 'qriskit' and seq_scan + coalesce(idx_scan, 0) > 0 order by 1",
    )
    console.table(rows)
  } finally {
    await client.end()
    await driver.close()
  }
})
