import { generic } from "@qriskit/statements/profiles"

/** Whole rupiah as a number, or sen. */
type Amount = number | bigint

/** A line of an acquirer's report. */
export interface ReportRow {
  readonly ref: string
  /** Takes money back: its gross is negative. */
  readonly kind?: "PAYMENT" | "REFUND"
  readonly part?: string
  readonly gross: Amount
  readonly fee?: Amount
  readonly status?: "SETTLED" | "PENDING"
  readonly mid?: string
  readonly batch?: string
  readonly at?: string
  readonly settled?: string
}

/** By which reports are read. */
export const REPORT_PROFILE = generic({
  numbers: "plain",
  columns: { reference: "Ref", mid: "Mid", batch: "Batch", status: "Status", part: "Part" },
  dates: {
    paid: { column: "Paid", formats: ["iso"] },
    settled: { column: "Settled", formats: ["iso"] },
  },
  money: { gross: "Gross", fee: "Fee", net: "Net" },
  required: ["gross"],
  settled: { column: "Status", yes: ["SETTLED"], no: ["PENDING"] },
  statuses: ["SETTLED", "PENDING"],
  kinds: [{ kind: "refund", when: [{ column: "Kind", is: ["REFUND"] }] }, { kind: "payment" }],
  lag: 1,
})

const inSen = (amount: Amount): bigint => (typeof amount === "bigint" ? amount : BigInt(amount) * 100n)

const written = (sen: bigint, point: string): string => {
  const size = sen < 0n ? -sen : sen
  return `${sen < 0n ? "-" : ""}${size / 100n}${point}${String(size % 100n).padStart(2, "0")}`
}

/** An acquirer's report. */
export const report = (rows: ReadonlyArray<ReportRow>): Buffer =>
  Buffer.from(
    [
      "Ref,Kind,Part,Mid,Batch,Status,Paid,Settled,Gross,Fee,Net",
      ...rows.map(
        ({
          ref,
          kind = "PAYMENT",
          part = "",
          gross,
          fee = 0,
          status = "SETTLED",
          mid = "71900000001",
          batch = "",
          at = "2026-10-05T10:00:00+07:00",
          settled = "",
        }) => {
          const amounts = [inSen(gross), inSen(fee), inSen(gross) - inSen(fee)]
          const texts = amounts.map((amount) => written(amount, "."))
          return [ref, kind, part, mid, batch, status, at, settled, ...texts].join(",")
        },
      ),
    ].join("\n"),
  )

/** A statement of a bank account: what was credited on a day, in sen; below zero, what was taken back. */
export const bank = (
  credits: ReadonlyArray<{ readonly day: string; readonly sen: bigint; readonly text?: string }>,
): Buffer => {
  const short = (day: string) => day.slice(2).replaceAll("-", "")
  const [first, last] = [credits[0]?.day ?? "2026-10-01", credits.at(-1)?.day ?? "2026-10-01"]
  const closing = credits.reduce((sum, { sen }) => sum + sen, 0n)
  return Buffer.from(
    [
      ":20:CONTOH",
      ":25:1230000000456",
      ":28C:1/1",
      `:60F:C${short(first)}IDR0,00`,
      ...credits.flatMap(({ day, sen, text = "KREDIT" }) => [
        `:61:${short(day)}${sen < 0n ? "RC" : "C"}${written(sen < 0n ? -sen : sen, ",")}NTRFNONREF`,
        `:86:${text}`,
      ]),
      `:62F:C${short(last)}IDR${written(closing, ",")}`,
      "-",
    ].join("\r\n"),
  )
}
