import type { SandboxControl } from "@qriskit/sandbox"
import { expect } from "vitest"
import type { AttemptStatus } from "../../src/record/attempt-status.js"
import { isMoney } from "../../src/record/attempt-status.js"
import type { TestDatabase } from "../support/databases.js"

/** What a history has seen so far, and must not be unsaid. */
export interface Memory {
  /** QRs that a customer was shown. */
  readonly shown: Set<string>
  /** By external id: the amount that was recorded as arrived. */
  readonly money: Map<string, number>
  anomalies: number
}

export const newMemory = (): Memory => ({ shown: new Set(), money: new Map(), anomalies: 0 })

interface AttemptState {
  readonly externalId: string
  readonly status: AttemptStatus
  readonly paidAmount: number | undefined
}

const attemptsOf = async (database: TestDatabase): Promise<ReadonlyArray<AttemptState>> =>
  (await database.rows("select external_id, status, paid_amount from qriskit.attempt")).map((row) => ({
    externalId: String(row["external_id"]),
    status: row["status"] as AttemptStatus,
    paidAmount: row["paid_amount"] === null ? undefined : Number(row["paid_amount"]),
  }))

/** What holds after every step, whatever it was. */
export const checkStep = async (
  database: TestDatabase,
  control: SandboxControl,
  memory: Memory,
): Promise<void> => {
  const twice = await database.rows("select key from fulfilment group by key having count(*) > 1")
  expect(twice, "an order was fulfilled twice").toEqual([])

  const attempts = await attemptsOf(database)
  const known = new Map(attempts.map((attempt) => [attempt.externalId, attempt]))
  for (const [externalId, amount] of memory.money) {
    const now = known.get(externalId)
    expect(now?.paidAmount, `${externalId}: the amount that arrived changed`).toBe(amount)
    expect(
      now && (isMoney(now.status) || now.status === "under_review"),
      `${externalId}: paid became ${now?.status}`,
    ).toBe(true)
  }
  for (const { externalId, paidAmount } of attempts)
    if (paidAmount !== undefined) memory.money.set(externalId, paidAmount)

  const made = (await control.payments()).filter(({ kind }) => kind === "dynamic")
  for (const { externalId } of made)
    expect(known.has(externalId), `${externalId}: made, and on no record`).toBe(true)
  const ledger = new Map(made.map((payment) => [payment.externalId, payment.paidAmount]))
  for (const { externalId, paidAmount } of attempts)
    expect(paidAmount ?? ledger.get(externalId), `${externalId}: money was invented`).toBe(
      ledger.get(externalId),
    )

  const broken = await database.rows(
    `select p.key from qriskit.payment p left join qriskit.event e on e.payment_id = p.id
     group by p.id having count(e.id) <> p.event_seq or coalesce(max(e.seq), 0) <> count(e.id)`,
  )
  expect(broken, "an event is missing").toEqual([])
  const misplaced = await database.rows(
    "select key, seq from (select key, seq, row_number() over (partition by key order by id) as place from handled) h where seq <> place",
  )
  expect(misplaced, "events came out of order, or twice").toEqual([])
  const [found] = await database.rows("select count(*)::int as n from qriskit.anomaly")
  expect(Number(found?.["n"]), "an anomaly is gone").toBeGreaterThanOrEqual(memory.anomalies)
  memory.anomalies = Number(found?.["n"])
}

/** What holds in the end, once the acquirers answer again and time has passed, without any callback. */
export const checkEnd = async (
  database: TestDatabase,
  control: SandboxControl,
  memory: Memory,
): Promise<void> => {
  const attempts = await attemptsOf(database)
  const known = new Map(attempts.map((attempt) => [attempt.externalId, attempt]))
  const paid = (await control.payments()).filter(
    ({ kind, paidAmount }) => kind === "dynamic" && paidAmount !== undefined,
  )
  for (const { externalId, paidAmount } of paid)
    expect(known.get(externalId)?.paidAmount, `${externalId}: paid, and unknown`).toBe(paidAmount)
  const sum = (amounts: ReadonlyArray<number | undefined>) =>
    amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0)
  expect(sum(attempts.map(({ paidAmount }) => paidAmount)), "the sum of money").toBe(
    sum(paid.map(({ paidAmount }) => paidAmount)),
  )

  // Without a reference there is nothing to ask about: an attempt that nobody was shown ends as it is.
  const open = await database.rows(
    `select external_id, status from qriskit.attempt
     where status in ('creating', 'pending') or status = 'abandoned' and provider_payment_id is not null`,
  )
  expect(open, "still open after its time").toEqual([])
  expect(
    await database.rows("select from qriskit.event where delivered_at is null"),
    "an event was not delivered",
  ).toEqual([])
  const fulfilled = await database.rows("select key from fulfilment order by key")
  const bought = await database.rows("select key from qriskit.payment where status = 'paid' order by key")
  expect(fulfilled, "paid orders and fulfilled ones").toEqual(bought)
  const shouldBePaid = paid
    .filter(({ amount, paidAmount }) => amount === paidAmount)
    .map(({ externalId }) => externalId.replace(/-\d+$/, ""))
  for (const key of shouldBePaid) {
    const governed = await database.rows("select status from qriskit.payment where key = $1", [key])
    expect(["paid", "under_review"], key).toContain(governed[0]?.["status"])
  }
  const unmatched = await database.rows(
    "select state from qriskit.unmatched where state = 'claimed' and inquiries < 5",
  )
  expect(unmatched, "a claim that nobody looked into").toEqual([])
  expect(memory.money.size).toBe(paid.length)
}
