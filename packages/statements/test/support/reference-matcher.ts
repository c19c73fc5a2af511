import { agreementOf, dayTotalOf, type OurPayment } from "../../src/keys/matching-key.js"
import { isSameMid } from "../../src/keys/merchant-id.js"
import type { StatementLine } from "../../src/reading/line.js"
import type { Statement } from "../../src/summary.js"

/** What is made of a payment or a line, by name. Small and slow: it shows that the keys are enough to tell. */
export type Outcome = Readonly<Record<string, ReadonlyArray<string>>>

const PAYS: ReadonlySet<string> = new Set(["payment", "payment_part"])

export const outcomeOf = (
  { all, profile, isComplete }: Statement,
  payments: ReadonlyArray<OurPayment>,
  timeMillis: number,
): Outcome => {
  const found = new Map<string, Array<string>>()
  const say = (what: string, whom: string): void => {
    const names = found.get(what) ?? []
    if (!names.includes(whom)) names.push(whom)
    found.set(what, names)
  }
  const nameOf = (line: StatementLine): string =>
    profile.file.format === "json" ? (line.reference ?? "") : `row ${line.row}`
  const window = { timeMillis }
  const pairs = all.flatMap((line) =>
    payments.flatMap((payment) => {
      const agreement = agreementOf(line, payment, profile, window)
      return agreement === undefined ? [] : [{ line, payment, agreement }]
    }),
  )
  // The strongest first; by time alone only what is one to one from both sides.
  const isTwin = (pair: (typeof pairs)[number]): boolean =>
    pair.agreement.by === "time" &&
    (pairs.filter(({ line }) => line === pair.line).length > 1 ||
      pairs.filter(({ payment }) => payment === pair.payment).length > 1)

  for (const pair of pairs.filter(isTwin)) {
    say("ambiguous", pair.payment.externalId)
    say("ambiguous", nameOf(pair.line))
  }
  const sure = pairs.filter((pair) => !isTwin(pair))
  for (const payment of payments) {
    const own = sure.filter((pair) => pair.payment === payment)
    if (own.length === 0) {
      if (pairs.some((pair) => pair.payment === payment)) continue
      say(isComplete ? "missing" : "undecided", payment.externalId)
      continue
    }
    if (own.some(({ line }) => line.kind === "cancel")) say("reversed", payment.externalId)
    else if (own.some(({ line }) => line.kind === "refund")) say("refunded", payment.externalId)
    else {
      const gross = own.reduce((sum, { line }) => (PAYS.has(line.kind) ? sum + (line.gross ?? 0n) : sum), 0n)
      if (gross !== BigInt(payment.paidAmount) * 100n) say("amount_differs", payment.externalId)
      else if (own.some(({ line }) => line.settled === false)) say("listed_not_settled", payment.externalId)
      else say("settled", payment.externalId)
    }
  }
  for (const line of all) {
    if (line.kind === "adjustment" || line.kind === "payout") say(line.kind, nameOf(line))
    else if (line.kind === "payment" && !pairs.some((pair) => pair.line === line))
      say("unknown_money", nameOf(line))
  }
  return Object.fromEntries(found)
}

/** Compares days' totals, as bank lines tell them. */
export const dayOutcomeOf = (
  { all }: Statement,
  totals: ReadonlyArray<{ readonly mid: string; readonly day: string; readonly paidTotal: number }>,
): ReadonlyArray<string> =>
  totals.map(({ mid, day, paidTotal }) => {
    const theirs = all
      .flatMap((line) => dayTotalOf(line) ?? [])
      .filter((total) => total.day === day && isSameMid(total.mid, mid))
      .reduce((sum, { gross }) => sum + gross, 0n)
    return theirs === BigInt(paidTotal) * 100n
      ? `${mid} ${day} agrees`
      : `${mid} ${day} differs: ${theirs / 100n}`
  })
