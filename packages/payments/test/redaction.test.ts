import * as Effect from "effect/Effect"
import { describe, expect, test } from "vitest"
import { CLEARED } from "../src/record/redaction.js"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { useWorld } from "./support/use-world.js"
import { midtransOrder, rawOf, type World, zipayOrder } from "./support/world.js"

const MARK = "PELANGGAN CONTOH"

/** Columns of text or JSON that `redact` leaves, and why nobody's name belongs there. */
const KEPT: Readonly<Record<string, string>> = {
  "payment.key": "the shop's own id",
  "payment.order_id": "the shop's own id",
  "payment.fingerprint": "a hash",
  "payment.provider": "ours",
  "payment.account": "the platform's own id",
  "payment.status": "ours",
  "attempt.provider": "ours",
  "attempt.account": "the platform's own id",
  "attempt.external_id": "an id",
  "attempt.provider_payment_id": "an id",
  "attempt.ref": "ids, without which nobody can ask",
  "attempt.status": "ours",
  "attempt.provider_status": "the provider's word for a state",
  "attempt.qr_payload": "the shop's QR",
  "attempt.qr_image_url": "its picture's address",
  "event.type": "ours",
  "event.status": "ours",
  "event.anomaly": "ours",
  "event.skipped_by": "who decided is kept",
  "anomaly.account": "the platform's own id",
  "anomaly.kind": "ours",
  "anomaly.once": "ours, and ids",
  "anomaly.acknowledged_by": "who decided is kept",
  "receipt.provider": "ours",
  "receipt.account": "the platform's own id",
  "receipt.verdict": "ours",
  "receipt.body_hash": "a hash",
  "receipt.external_id": "an id",
  "receipt.provider_payment_id": "an id",
  "receipt.claimed_status": "ours",
  "discarded_receipt.provider": "ours",
  "discarded_receipt.account": "the platform's own id",
  "discarded_receipt.verdict": "ours",
  "unmatched.provider": "ours",
  "unmatched.account": "the platform's own id",
  "unmatched.provider_payment_id": "an id",
  "unmatched.external_id": "an id",
  "unmatched.ref": "ids, without which nobody can ask",
  "unmatched.state": "ours",
  "unmatched.status": "ours",
  "unmatched.claimed_status": "ours",
  "unmatched.authenticity": "ours",
  "unmatched.nmid": "the shop's own id",
  "printed_qr.place": "the shop's own ids",
  "printed_qr.nmid": "the shop's own id",
  "printed_qr.merchant_name": "the shop",
  "expectation.account": "the platform's own id",
  "expectation.provider": "ours",
  "expectation.evidence": "ours",
  "expectation.evidence_id": "an id",
  "expectation.accepted_by": "who decided is kept",
  "provider_gate.provider": "ours",
  "provider_gate.account": "the platform's own id",
  "provider_gate.failing": "ids",
  "handled.type": "ours",
  "act.account": "the platform's own id",
  "act.verb": "the tool's word",
  "act.via": "the tool",
  "act.subject": "ids",
  "act.requested_by": "who decided is kept",
  "act.outcome": "ours",
  "attempt.retrieval_reference": "a bank's key, which names no person",
  "attempt.merchant": "the shop's id at its acquirer",
  "refund.provider": "ours",
  "refund.account": "the platform's own id",
  "refund.external_id": "an id",
  "refund.refund_id": "an id",
  "refund.status": "ours",
  "refund.provider_status": "the provider's word for a state",
  "refund.requested_by": "who decided is kept",
  "refund.said_refund_id": "an id",
  "refund.said_by": "who decided is kept",
  "endpoint.account": "the platform's own id",
  "endpoint.url": "a merchant's system",
  "endpoint.subjects": "ours",
  "endpoint.description": "what the platform calls it",
  "endpoint.disabled_why": "ours",
  "endpoint_secret.secret": "goes with its endpoint",
  "endpoint_secret.hint": "four characters of it",
  "endpoint_message.type": "ours",
  "endpoint_message.note": "ids, and a word of ours",
  "endpoint_attempt.why": "our words for what went wrong",
  "statement_import.account": "the platform's own id",
  "statement_import.state": "ours",
  "statement_import.provider": "ours",
  "statement_import.profile": "a report's name",
  "statement_import.family": "a report's name",
  "statement_import.title": "the report's name",
  "statement_import.kind": "ours",
  "statement_import.coverage": "ours",
  "statement_import.keys": "ours",
  "statement_import.sha256": "a hash",
  "statement_import.rows_sha256": "a hash",
  "statement_import.entry": "a file's name",
  "statement_import.bank_account": "an id",
  "statement_import.merchants": "an id",
  "statement_import.incomplete_because": "ours",
  "statement_import.imported_by": "who did it is kept",
  "statement_import.undone_by": "who decided is kept",
  "statement_line.account": "the platform's own id",
  "statement_line.kind": "ours",
  "statement_line.channel": "ours",
  "statement_line.provider_id": "an id",
  "statement_line.callback_id": "an id",
  "statement_line.reference": "an id",
  "statement_line.rrn": "an id",
  "statement_line.merchant": "an id",
  "statement_line.nmid": "an id",
  "statement_line.tid": "an id",
  "statement_line.bank_account": "an id",
  "statement_line.batch": "an id",
  "statement_line.bank_reference": "an id",
  "statement_line.original_id": "an id",
  "statement_line.part": "an id",
  "statement_line.fee_verdict": "ours",
  "statement_line.status": "the report's word for a state",
  "statement_line.notes": "ours, with amounts",
  "statement_mention.what": "ours",
  "statement_mention.status": "the report's word for a state",
  "statement_mention.said": "what a line's columns hold, but its narrative",
  "statement_payout.account": "the platform's own id",
  "statement_payout.source": "ours",
  "statement_payout.reference": "an id",
  "statement_payout.merchant": "an id",
  "statement_payout.bank_account": "an id",
  "settlement.class": "ours",
  "settlement.batch": "an id",
  "statement_hop.how": "ours",
  "statement_day.account": "the platform's own id",
  "statement_day.merchant": "an id",
  "statement_finding.account": "the platform's own id",
  "statement_finding.kind": "ours",
  "statement_finding.subject": "ours, and ids",
  "statement_staged.kind": "put aside while a file is read, and thrown away",
  "statement_staged.channel": "put aside while a file is read, and thrown away",
  "statement_staged.provider_id": "put aside while a file is read, and thrown away",
  "statement_staged.callback_id": "put aside while a file is read, and thrown away",
  "statement_staged.reference": "put aside while a file is read, and thrown away",
  "statement_staged.rrn": "put aside while a file is read, and thrown away",
  "statement_staged.merchant": "put aside while a file is read, and thrown away",
  "statement_staged.nmid": "put aside while a file is read, and thrown away",
  "statement_staged.tid": "put aside while a file is read, and thrown away",
  "statement_staged.bank_account": "put aside while a file is read, and thrown away",
  "statement_staged.batch": "put aside while a file is read, and thrown away",
  "statement_staged.bank_reference": "put aside while a file is read, and thrown away",
  "statement_staged.original_id": "put aside while a file is read, and thrown away",
  "statement_staged.part": "put aside while a file is read, and thrown away",
  "statement_staged.fee_verdict": "put aside while a file is read, and thrown away",
  "statement_staged.status": "put aside while a file is read, and thrown away",
  "statement_staged.narrative": "put aside while a file is read, and thrown away",
  "statement_staged.notes": "put aside while a file is read, and thrown away",
  "schema_version.name": "ours",
  "transition.from_status": "ours",
  "transition.to_status": "ours",
}

const cleared = CLEARED.flatMap(({ table, becomes }) =>
  Object.keys(becomes).map((column) => `${table}.${column}`),
)

describe.each(DATABASES)("what redact clears, on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })

  const everything = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(
        [...new Set([...Object.keys(KEPT), ...cleared].map((column) => column.split(".")[0]))].map((table) =>
          database.rows(`select * from qriskit.${table}`),
        ),
      ),
    )
  const soon = () => new Date(world.clock.currentTimeMillisUnsafe() + 1)

  /** A refunded payment, one with a finding and a callback, one whose create failed, an event that was skipped. */
  const fill = async () => {
    const paid = await world.run(world.payments.open(midtransOrder("refunded")))
    await world.control.pay(paid.ref?.paymentId ?? "")
    await world.run(world.payments.refresh("refunded"))
    await world.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: true } })
    const { externalId } = await world.run(world.payments.refund("refunded", { reason: MARK, by: "kasir" }))
    await world.run(
      world.payments.resolveRefund("refunded", { externalId, wentBack: true, by: "kasir", why: MARK }),
    )
    await world.control.faults.script({ at: "zipay.create", fault: { kind: "cut", acting: true } })
    await world.run(world.payments.open(zipayOrder("failed")))
    await world.control.faults.clear()
    const found = await world.run(world.payments.open(zipayOrder("found")))
    const id = found.ref?.paymentId ?? ""
    await world.run(
      world.payments.receive(
        "zipay",
        rawOf(await world.control.callbacks.build(id, { set: { customerName: MARK } })),
      ),
    )
    const forged = await world.control.callbacks.build(id, { set: { externalId: "another" } })
    await world.run(world.payments.receive("zipay", rawOf(forged)))
    await world.run(world.payments.cancel("found"))
    await world.control.pay(id, { force: true })
    await world.advance({ minutes: 1 })
    await world.run(world.payments.reconcileNow)
    const [finding] = await world.run(world.payments.anomalies.list())
    await world.run(world.payments.anomalies.acknowledge(finding?.id ?? 0, { by: "kasir", why: MARK }))
    await world.run(
      world.payments.acts
        .record({ verb: "skip", via: "test", by: "kasir", why: MARK, key: "found" }, Effect.fail(MARK))
        .pipe(Effect.ignore),
    )
    // What a merchant's system answered.
    await database.rows(
      `with o as (
         insert into qriskit.endpoint (id, url, position, created_at, changed_at)
         values (gen_random_uuid(), 'https://toko.example', 0, '2026-04-07T03:00:00Z', '2026-04-07T03:00:00Z') returning id
       ), m as (
         insert into qriskit.endpoint_message (endpoint_id, type, made_at, next_attempt_at)
         select id, 'ping', '2026-04-07T03:00:00Z', '2026-04-07T03:00:00Z' from o returning id, endpoint_id
       )
       insert into qriskit.endpoint_attempt (message_id, endpoint_id, number, at, millis, is_delivered, answer)
       select id, endpoint_id, 1, '2026-04-07T03:00:00Z', 5, false, 'x' from m`,
    )
    const qr = await world.control.staticQr("zipay")
    await world.run(world.payments.expect({ key: "accepted", qr, amount: 25_000, within: 15 }))
    await world.run(world.payments.acceptMoney("accepted", { by: "kasir", why: MARK }))
    // Money of nobody's record, and what only a handler, a person or a provider's text would write.
    await database.rows(
      `insert into qriskit.anomaly (account, kind, once, unmatched_id, detail, found_at)
       values ('', 'unmatched_money', 'unmatched', 1, 'x', '2026-04-07T03:00:00Z')`,
    )
    await database.rows(
      `with file as (
         insert into qriskit.statement_import (account, state, begun_at, imported_by, undone_at, undone_by)
         values ('', 'undone', '2026-04-06T03:00:00Z', 'keuangan', '2026-04-06T04:00:00Z', 'keuangan') returning id
       )
       insert into qriskit.statement_line (import_id, account, place, line_row, key, content, kind, day, reversal, rrn_restored)
       select id, '', 1, 1, gen_random_uuid(), gen_random_uuid(), 'other', '2026-04-06', false, false from file`,
    )
  }

  test("every column of text is on one of two lists", async () => {
    const columns = await database.rows(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'qriskit' and data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`,
    )
    expect(columns.map(({ name }) => String(name)).sort()).toEqual([...Object.keys(KEPT), ...cleared].sort())
  })

  test("a name in any place that may hold one is nowhere afterwards, and what happened is still there", async () => {
    await fill()
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      for (const column of cleared) {
        const [table, name] = column.split(".")
        const [type] = await tx.query(
          `select data_type from information_schema.columns
           where table_schema = 'qriskit' and table_name = $1 and column_name = $2`,
          [table, name],
        )
        const marked =
          name === "failure" ? { reason: "TimedOut", outcome: "unknown", message: MARK } : { name: MARK }
        const value = type?.["data_type"] === "jsonb" ? JSON.stringify(marked) : MARK
        const cast = type?.["data_type"] === "jsonb" ? "::jsonb" : ""
        const written = await tx.query(`update qriskit.${table} set ${name} = $1${cast} returning *`, [value])
        expect(written.length, `nothing stands in ${column}`).toBeGreaterThan(0)
      }
    })
    expect((await everything()).split(MARK).length).toBeGreaterThan(cleared.length)
    const totals = await world.run(world.payments.totals())
    await world.run(world.payments.redact(soon()))
    expect(await everything()).not.toContain(MARK)
    expect(await world.run(world.payments.totals())).toEqual(totals)
    const [refund] = await world.run(world.payments.refunds("refunded"))
    expect(refund).toMatchObject({ status: "succeeded", amount: 25_000, by: "kasir", reason: "Redacted." })
    expect(refund?.said).toMatchObject({ wentBack: true, by: "kasir", why: "Redacted." })
    expect(await world.run(world.payments.anomalies.list({ acknowledged: true }))).toMatchObject([
      {
        kind: "paid_after_cancel",
        detail: "Redacted.",
        acknowledgedBy: "kasir",
        acknowledgedWhy: "Redacted.",
      },
      { kind: "unmatched_money", detail: "Redacted." },
    ])
    expect(await world.run(world.payments.redact(soon()))).toEqual({ attempts: 0, callbacks: 0 })
  })

  test("what is younger stays, and so does the reason of a refund whose outcome is open", async () => {
    await fill()
    await world.run(world.payments.redact(new Date("2026-04-07T02:00:00.000Z")))
    expect(await everything()).toContain(MARK)
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query("update qriskit.refund set status = 'unknown'")
    })
    await world.run(world.payments.redact(soon()))
    expect(await world.run(world.payments.refunds("refunded"))).toMatchObject([{ reason: MARK }])
  })

  test("the database lets a finding and a refund be redacted, and changed in no other way", async () => {
    await fill()
    for (const change of [
      "qriskit.anomaly set detail = 'something else'",
      "qriskit.anomaly set detail = ''",
      "qriskit.anomaly set acknowledged_by = 'somebody' where acknowledged_at is not null",
      "qriskit.anomaly set acknowledged_why = 'x' where acknowledged_at is not null",
      "qriskit.refund set reason = 'something else'",
      "qriskit.refund set requested_by = 'Redacted.'",
    ])
      await expect(database.rows(`update ${change}`), change).rejects.toThrow("never change")
    await database.rows("update qriskit.anomaly set detail = 'Redacted.'")
  })
})
