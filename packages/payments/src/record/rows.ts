import { attempt, payment } from "../database/schema.js"
import { selection } from "../database/selection.js"
import type { RowOf } from "../database/table.js"

export type PaymentRow = RowOf<typeof payment>
export type AttemptRow = RowOf<typeof attempt>

/** A payment in a statement that calls it `p`, and an attempt in one that calls it `a`. */
export const PAYMENT = selection(payment, "p")
export const ATTEMPT = selection(attempt, "a")
