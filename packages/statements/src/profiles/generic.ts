import { columnNames } from "../profile/column-names.js"
import type { StatementProfileInput } from "../profile/profile.js"

type Given = StatementProfileInput

/** Columns named by hand. Everything else of a profile may be said, too. */
export interface GenericColumns
  extends Partial<Omit<Given, "id" | "kind" | "kinds" | "header" | "money" | "dates" | "file">> {
  /** Default: `generic`. */
  readonly id?: string
  readonly kind?: Given["kind"]
  readonly delimiter?: "," | ";" | "\t" | "|"
  /** How amounts are written: it must be said, because the cells do not. */
  readonly numbers: Given["numbers"]
  readonly money: Given["money"]
  readonly dates: Given["dates"]
  readonly kinds?: Given["kinds"]
}

/**
 * A profile for a report of which no profile is known: its columns, named by whoever has it at hand. The columns that
 * are named must be in its header, in any order; others may be there. Where gross, fee and net are named, they must
 * add up on every line.
 *
 * @example
 * ```ts
 * import { generic } from "@qriskit/statements/profiles"
 * import { readStatement } from "@qriskit/statements/promise"
 *
 * const statement = await readStatement(
 *   { path: "laporan.csv" },
 *   {
 *     profile: generic({
 *       numbers: "id",
 *       delimiter: ";",
 *       columns: { reference: "No Order" },
 *       dates: { paid: { column: "Tanggal", formats: ["DD/MM/YYYY HH:mm"] } },
 *       money: { gross: "Nominal", fee: "Biaya", net: "Diterima" },
 *     }),
 *   },
 * )
 * ```
 */
export const generic = ({
  id = "generic",
  kind = "acquirer",
  delimiter = ",",
  ...rest
}: GenericColumns): Given => {
  const [first = "", ...names] = columnNames(rest)
  const money: Readonly<Record<string, unknown>> = rest.money ?? {}
  const hasSum = "gross" in money && "fee" in money && "net" in money
  const given = {
    id,
    title: "columns named by hand",
    kind,
    file: { format: "table", delimiter },
    header: { names: [first, ...names], anyOrder: true, more: true },
    ...(hasSum && rest.equations === undefined
      ? { equations: [{ of: "net", is: ["gross", "-fee", ...("tax" in money ? ["-tax"] : [])] as const }] }
      : {}),
    coverage: kind === "bank" ? "booked" : "paid",
    keys: kind === "bank" ? [] : ["providerId", "reference", "rrn", "time"],
    kinds: [{ kind: kind === "bank" ? "other" : "payment" }],
    ...rest,
  } as const
  return given as Given
}
