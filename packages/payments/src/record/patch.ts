import { attempt } from "../database/schema.js"
import { columnName } from "../database/table.js"
import type { AttemptStatus } from "./attempt-status.js"
import type { AttemptRow } from "./rows.js"

/** What becomes of an attempt, beside its status: any of its columns. */
export type AttemptPatch = Partial<Omit<AttemptRow, "id" | "status" | "changedAt">>

/** What never changes of an attempt. */
const KEPT: ReadonlySet<string> = new Set([
  "id",
  "paymentId",
  "number",
  "provider",
  "account",
  "externalId",
  "amount",
  "openedAt",
  "surplus",
])

const CHANGING = Object.keys(attempt.columns)
  .filter((key) => !KEPT.has(key))
  .map(columnName)

/** Sets the attempt that a statement calls `a` to what a patch, as JSON, makes of it; the rest stays. */
export const setFrom = (patch: string): string => /* sql */ `set (${CHANGING.join(", ")}) = (
    select ${CHANGING.map((name) => `patched.${name}`).join(", ")}
    from jsonb_populate_record(a, ${patch}) as patched
  )`

/** A patch, and the status that it moves to, where it moves, by the names of the columns. */
export const columnsOf = (
  patch: AttemptPatch,
  moved?: { readonly status: AttemptStatus; readonly changedAt: Date },
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries({ ...patch, ...moved }).map(([key, value]) => [columnName(key), value]))
