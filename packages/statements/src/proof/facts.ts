import type { Fault } from "../fault.js"
import type { Facts } from "../reading/facts.js"
import type { Proof } from "./proof.js"
import type { Ends } from "./running-balance.js"
import type { Flow, Sums } from "./sums.js"

type Flowing = Pick<Facts, "debits" | "debitCount" | "credits" | "creditCount" | "opening" | "closing">

const AMOUNTS = [
  ["debits", "money out"],
  ["credits", "money in"],
] as const

/** What a statement says of money in and out, and what its lines make of it. */
const contradictions = (facts: Flowing, flow: Flow): ReadonlyArray<string> => {
  const said: Array<string> = []
  for (const [name, words] of AMOUNTS) {
    const claimed = facts[name]
    if (claimed !== undefined && (claimed < 0n ? -claimed : claimed) !== flow[name]) {
      said.push(`the file claims ${claimed} sen of ${words}, and its lines make ${flow[name]} sen`)
    }
  }
  for (const [name, words, count] of [
    ["debitCount", "money out", flow.debitCount],
    ["creditCount", "money in", flow.creditCount],
  ] as const) {
    const claimed = facts[name]
    if (claimed !== undefined && claimed !== count) {
      said.push(`the file claims ${claimed} lines of ${words}, and there are ${count}`)
    }
  }
  if (facts.opening !== undefined && facts.closing !== undefined) {
    const closing = facts.opening + flow.credits - flow.debits
    if (closing !== facts.closing) {
      said.push(
        `the file claims a closing balance of ${facts.closing} sen, and opening balance and lines make ${closing} sen`,
      )
    }
  }
  return said
}

const proof = (of: Proof["of"], compared = 1): Proof => ({ of, compared, unproven: 0 })

/**
 * Compares what a statement says of itself with its lines. Whether lines that are pending count in it is not
 * documented: either all of them do or none.
 */
export const proveFacts = (
  facts: Facts,
  sums: Sums,
  ends: Ends | undefined,
): { readonly proofs: ReadonlyArray<Proof>; readonly faults: ReadonlyArray<Fault> } => {
  const withPending = contradictions(facts, sums.withPending)
  const booked = contradictions(facts, sums.booked)
  const said = withPending.length <= booked.length ? withPending : booked
  const faults = (withPending.length === 0 || booked.length === 0 ? [] : said).map((message) => ({ message }))

  const fromEnds: Array<Fault> = []
  const proofs: Array<Proof> = []
  for (const name of ["opening", "closing"] as const) {
    const claimed = facts[name]
    if (claimed === undefined || ends === undefined) continue
    // A pending line may show a balance that the closing one leaves out, or be in the closing one and show none.
    const pending =
      sums.withPending.credits - sums.withPending.debits - (sums.booked.credits - sums.booked.debits)
    if (
      claimed === ends[name] ||
      (name === "closing" && (claimed === ends.closing - pending || claimed === ends.closing + pending))
    ) {
      proofs.push(proof(name))
    } else {
      fromEnds.push({
        message: `the file claims ${claimed} sen as its ${name} balance, and its running balance says ${ends[name]} sen`,
      })
    }
  }
  for (const [name] of AMOUNTS) {
    if (facts[name] !== undefined) proofs.push(proof(name))
  }
  if (facts.opening !== undefined && facts.closing !== undefined) proofs.push(proof("balances"))
  return { proofs, faults: [...faults, ...fromEnds] }
}
