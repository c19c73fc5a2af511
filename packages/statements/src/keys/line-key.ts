import type { StatementProfile } from "../profile/profile.js"
import type { StatementLine } from "../reading/line.js"
import { comparableAccount } from "./bank-account.js"
import { bankDay } from "./bank-day.js"

/** Parts of a key are joined by a character that no id has. */
const joined = (...parts: ReadonlyArray<string | undefined>): string =>
  parts.map((part) => part ?? "").join("\u001f")

const whose = ({ account, mid, nmid }: StatementLine, kind: StatementProfile["kind"]): string | undefined => {
  if (kind === "acquirer") return mid ?? nmid
  return account === undefined ? undefined : comparableAccount(account)
}

const idsOf = ({
  providerId,
  reference,
  rrn,
}: StatementLine): ReadonlyArray<string | undefined> | undefined => {
  if (providerId !== undefined) return [providerId]
  return reference === undefined && rrn === undefined ? undefined : [reference, rrn]
}

/** Numbers what is alike: two equal credits of one day are two. */
class Occurrences {
  readonly #counts = new Map<string, number>()
  next(of: string): number {
    const count = (this.#counts.get(of) ?? 0) + 1
    this.#counts.set(of, count)
    return count
  }
}

/** A line's key within its profile's family. */
export type LineKey = (line: StatementLine) => string | undefined

/**
 * Keys for the lines of one file, so that lines of overlapping files are stored once. Make one for each file and give
 * it every line in order.
 *
 * A line with ids is known by them: merchant id, ids and part. One without is known by account or merchant id, day,
 * direction, amount, and how many of that kind came before it on that day; never by what the bank prints,
 * which changes, nor by a balance. A pending line has no key: it comes again. A key is for equality, and is
 * no text for people.
 *
 * @example
 * ```ts
 * import { lineKeys } from "@qriskit/statements"
 * import { readStatement } from "@qriskit/statements/promise"
 *
 * const { profile, all } = await readStatement({ path: "klikbca.csv" })
 * const keyOf = lineKeys(profile)
 * const rows = all.map((line) => ({ key: keyOf(line), net: line.net }))
 * ```
 */
export const lineKeys = (profile: Pick<StatementProfile, "id" | "family" | "kind">): LineKey => {
  const occurrences = new Occurrences()
  const family = profile.family ?? profile.id
  return (line) => {
    if (line.pending || line.kind === "unreadable") return undefined
    const owner = whose(line, profile.kind)
    const ids = profile.kind === "bank" ? undefined : idsOf(line)
    if (ids !== undefined) return joined(family, owner, ...ids, line.part, line.kind)
    const amount = line.net ?? line.gross
    const day = profile.kind === "bank" ? bankDay(line) : (line.paidOn ?? line.settledOn)
    const alike = joined(
      family,
      owner,
      day,
      line.bankReference,
      line.paidAt?.toISOString(),
      line.part,
      amount === undefined ? undefined : String(amount),
    )
    return joined(alike, String(occurrences.next(alike)))
  }
}

/**
 * What a line says beside its key, for equality. The same key with other content in a later file is a line that was
 * restated: shown, and never overwritten. A bank's text is no content: it changes from one day to the next.
 */
export const contentOf = (line: StatementLine): string =>
  joined(
    line.kind,
    line.status,
    line.reference,
    line.rrn,
    ...[line.gross, line.fee, line.tax, line.net].map((amount) =>
      amount === undefined ? undefined : String(amount),
    ),
    line.paidAt?.toISOString() ?? line.paidOn,
    line.settledOn,
    line.bookedOn,
    line.valueDate,
    line.settled === undefined ? undefined : String(line.settled),
  )
