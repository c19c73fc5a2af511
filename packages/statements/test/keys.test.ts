import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { contentOf, lineKeys } from "../src/keys/line-key.js"
import { agreementOf, keysOfLine, keysOfPayment, type OurPayment } from "../src/keys/matching-key.js"
import { comparableMid, isSameMid } from "../src/keys/merchant-id.js"
import { isCreditOf } from "../src/keys/second-hop.js"
import { readStatement } from "../src/promise.js"
import { EMPTY_LINE, type StatementLine } from "../src/reading/line.js"
import { altered, delimited } from "./support/csv.js"
import { dayOutcomeOf, outcomeOf } from "./support/reference-matcher.js"
import { sample } from "./support/samples.js"

interface Expected {
  readonly records: ReadonlyArray<Record<string, string | number>>
  readonly outcome: Readonly<Record<string, unknown>>
}

const EXPECTED: Readonly<Record<string, Expected>> = JSON.parse(readFileSync(sample("expected.json"), "utf8"))

const paymentOf = (record: Record<string, string | number>): OurPayment => ({
  externalId: String(record["reference"]),
  paidAmount: Number(record["amount"]),
  ...(record["providerPaymentId"] === undefined
    ? {}
    : { providerPaymentId: String(record["providerPaymentId"]) }),
  ...(record["paidAt"] === undefined ? {} : { paidAt: new Date(String(record["paidAt"])) }),
})

const line = (more: Partial<StatementLine>): StatementLine => ({
  ...EMPTY_LINE,
  row: 1,
  rows: [1],
  kind: "payment",
  ...more,
})

describe("the keys are enough to tell what became of each payment", () => {
  it.each([
    "mandiri-qris.csv",
    "bni-qris.xlsx",
    "dana-settlement.csv",
    "gopay-transaksi.csv",
    "xendit-balance-history.csv",
    "xendit-transactions.json",
  ])("%s", async (file) => {
    const { records = [], outcome = {} } = EXPECTED[file] ?? {}
    const found = outcomeOf(await readStatement({ path: sample(file) }), records.map(paymentOf), 60_000)
    const sorted = (of: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(of).map(([name, names]) => [name, [...(names as Array<string>)].sort()]),
      )
    expect(sorted(found)).toEqual(sorted(outcome))
  })

  it("a narrower window decides otherwise: the time of a report is not ours", async () => {
    const { records = [] } = EXPECTED["gopay-transaksi.csv"] ?? {}
    const found = outcomeOf(
      await readStatement({ path: sample("gopay-transaksi.csv") }),
      records.map(paymentOf),
      45_000,
    )
    expect(found["ambiguous"]).toBeUndefined()
  })

  it("klikbca-bisnis.csv, by the totals of days", async () => {
    const { records = [] } = EXPECTED["klikbca-bisnis.csv"] ?? {}
    const totals = records.map(({ mid, day, paidTotal }) => ({
      mid: String(mid),
      day: String(day),
      paidTotal: Number(paidTotal),
    }))
    expect(dayOutcomeOf(await readStatement({ path: sample("klikbca-bisnis.csv") }), totals)).toEqual([
      "000885000000017 2026-10-05 agrees",
      "000885000000025 2026-10-05 differs: 400000",
    ])
  })
})

describe("matching keys", () => {
  const all = { keys: ["providerId", "reference", "rrn", "time", "day"] } as const
  const payment: OurPayment = {
    externalId: "INV-1",
    orderId: "ORD-1",
    providerPaymentId: "qrpy_a",
    rrn: "19001390",
    mid: "885004608375",
    paidAmount: 25_050,
    paidAt: new Date("2026-10-05T03:00:00Z"),
  }

  it("of both sides are equal where both agree, the strongest first", () => {
    const ours = keysOfPayment(payment)
    const theirs = keysOfLine(
      line({
        providerId: "a",
        callbackId: "qrpy_a",
        reference: "ORD-1",
        rrn: "000019001390",
        rrnRestored: true,
        mid: "004608375",
        gross: 2_505_000n,
        paidAt: new Date("2026-10-05T03:00:30Z"),
        paidOn: "2026-10-05",
      }),
      all,
    )
    expect(theirs.map(({ by, strength }) => [by, strength])).toEqual([
      ["providerId", 1],
      ["providerId", 1],
      ["reference", 2],
      ["rrn_restored", 4],
      ["time", 5],
      ["day", 6],
    ])
    expect(theirs.filter(({ key }) => ours.some((our) => our.key === key)).map(({ by }) => by)).toEqual([
      "providerId",
      "reference",
      "rrn_restored",
      "time",
      "day",
    ])
  })

  it("are those that a report offers, and none for what is pending or unreadable", () => {
    const whole = { reference: "INV-1", rrn: "1", gross: 1n, paidAt: new Date(0) }
    expect(keysOfLine(line(whole), { keys: ["time"] }).map(({ by }) => by)).toEqual(["time"])
    expect(keysOfLine(line({ ...whole, pending: true }), all)).toEqual([])
    expect(keysOfLine(line({ ...whole, kind: "unreadable" }), all)).toEqual([])
    expect(keysOfLine(line({ mid: "1", transactionsOf: "2026-10-05", channel: "card" }), all)).toEqual([])
  })

  it.each([
    [
      "the same id and another amount is an amount that differs",
      { reference: "INV-1", gross: 1n },
      { by: "reference", strength: 2, differs: ["gross"] },
    ],
    [
      "the same id and another merchant",
      { reference: "INV-1", gross: 2_505_000n, mid: "885000000017" },
      { by: "reference", strength: 2, differs: ["mid"] },
    ],
    [
      "the provider's id is stronger than ours",
      { callbackId: "qrpy_a", reference: "INV-1", gross: 2_505_000n },
      { by: "providerId", strength: 1, differs: [] },
    ],
    [
      "an RRN with the amount",
      { rrn: "000019001390", gross: 2_505_000n },
      { by: "rrn", strength: 3, differs: [] },
    ],
    [
      "an RRN at another merchant is another payment",
      { rrn: "000019001390", gross: 2_505_000n, mid: "885000000017" },
      undefined,
    ],
    [
      "an RRN with another amount may repeat over the years",
      { rrn: "000019001390", gross: 2_505_100n },
      undefined,
    ],
    [
      "amount and time",
      { gross: 2_505_000n, paidAt: new Date("2026-10-05T03:01:00Z") },
      { by: "time", strength: 5, differs: [] },
    ],
    ["a second too late", { gross: 2_505_000n, paidAt: new Date("2026-10-05T03:01:01Z") }, undefined],
    [
      "amount and time, and the id of another order",
      { reference: "INV-9", gross: 2_505_000n, paidAt: new Date("2026-10-05T03:00:00Z") },
      undefined,
    ],
    ["nothing in common", {}, undefined],
  ] as const)("%s", (_, theirs, wanted) => {
    expect(agreementOf(line(theirs), payment, all)).toEqual(wanted)
  })

  it("one merchant id is printed in several ways", () => {
    expect(isSameMid("885004608375", "004608375")).toBe(true)
    expect(isSameMid("000885004608375", "885004608375")).toBe(true)
    expect(isSameMid("885004608375", "885004608376")).toBe(false)
    expect(isSameMid(undefined, "1")).toBe(true)
    expect(comparableMid("17")).toBe("000000017")
  })
})

describe("keys of lines", () => {
  const keysIn = async (bytes: Uint8Array) => {
    const { profile, all } = await readStatement(bytes)
    const keyOf = lineKeys(profile)
    return all.map((each) => ({ key: keyOf(each), content: contentOf(each), row: each.row }))
  }

  it.each([
    "mandiri-qris.csv",
    "dana-settlement.csv",
    "gopay-transaksi.csv",
    "xendit-balance-history.csv",
    "mandiri-mt940.txt",
    "bni-qris.xlsx",
  ])("%s: each line has one of its own, the same at every reading", async (file) => {
    const bytes = readFileSync(sample(file))
    const [one, two] = await Promise.all([keysIn(bytes), keysIn(bytes)])
    expect(one).toEqual(two)
    expect(new Set(one.map(({ key }) => key)).size).toBe(one.length)
    expect(one.every(({ key }) => key !== undefined)).toBe(true)
  })

  it("a bank's line is known by account, day, amount and how often, and never by its text or its balance", async () => {
    const bytes = (text: string, rows: number) => {
      const credits = Array.from({ length: rows }, (_, index) => [
        "2026-10-06",
        text,
        "0.00",
        "5.00",
        `${5 * (index + 1)}.00`,
      ])
      return delimited([
        ["TGL_TRAN", "DESK_TRAN", "MUTASI_DEBET", "MUTASI_KREDIT", "SALDO_AKHIR_MUTASI"],
        ...credits,
      ])
    }
    const [before, after, more] = await Promise.all([
      keysIn(bytes("H+0", 2)),
      keysIn(bytes("H+1", 2)),
      keysIn(bytes("H+1", 3)),
    ])
    expect(before).toEqual(after)
    expect(new Set(more?.map(({ key }) => key)).size).toBe(3)
    expect(more?.slice(0, 2)).toEqual(before)
  })

  it("a bank account that is written otherwise is the same one", async () => {
    const keysOf = async (account: string) => {
      const { all, profile } = await readStatement({ path: sample("klikbca-bisnis.csv") }, { account })
      const keyOf = lineKeys(profile)
      return all.map((line) => keyOf(line))
    }
    expect(await keysOf("00-0001-2345")).toEqual(await keysOf("12345"))
    expect(await keysOf("12346")).not.toEqual(await keysOf("12345"))
  })

  it("pending lines have none: they come again with a date", async () => {
    const keys = await keysIn(readFileSync(sample("klikbca-bisnis.csv")))
    expect(keys.filter(({ key }) => key === undefined).map(({ row }) => row)).toEqual([13])
  })

  it("a line that was restated has the same key and another content", async () => {
    const [one] = await keysIn(readFileSync(sample("xendit-transactions.json")))
    const [two] = await keysIn(altered("xendit-transactions.json", ['"SETTLED"', '"PENDING"']))
    expect(one?.key).toBe(two?.key)
    expect(one?.content).not.toBe(two?.content)
  })
})

describe("the second hop", () => {
  const credit = line({
    kind: "other",
    net: 17_878_965n,
    account: "0012-3000000456",
    bookedOn: "2026-10-06",
    bankReference: "PO-1",
  })
  const payout = { net: 17_878_965n, account: "123000000456", date: "2026-10-06" }

  it.each([
    ["by the payout's reference, whenever", credit, { net: 17_878_965n, reference: "PO-1" }, "reference"],
    ["by amount, account and day", credit, payout, "net"],
    ["a day or three later", credit, { ...payout, date: "2026-10-03" }, "net"],
    ["too late", credit, { ...payout, date: "2026-10-02" }, undefined],
    ["never before", credit, { ...payout, date: "2026-10-07" }, undefined],
    ["by amount and day, where the account is not known", credit, { ...payout, account: undefined }, "net"],
    ["another account", credit, { ...payout, account: "999" }, undefined],
    ["another amount, whatever the reference", credit, { ...payout, net: 1n, reference: "PO-1" }, undefined],
    ["a pending line is no credit", { ...credit, pending: true }, payout, undefined],
    ["a reversal is none", { ...credit, reversal: true }, payout, undefined],
    ["a line without a day is none", { ...credit, bookedOn: undefined }, payout, undefined],
    ["without a day nothing is decided", credit, { net: 17_878_965n }, undefined],
  ] as const)("%s", (_, theirs, ours, wanted) => {
    const { account, ...rest } = { account: undefined, ...ours }
    expect(isCreditOf(theirs, account === undefined ? rest : { ...rest, account })).toBe(wanted)
  })
})
