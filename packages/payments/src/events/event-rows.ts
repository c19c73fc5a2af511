import type { Row } from "../database/database.js"
import { attempt, event } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { PAYMENT } from "../record/rows.js"
import type { EventRows } from "./event.js"

const EVENT = selection(event, "e")
const ATTEMPT = selection(attempt, "a", ["externalId", "provider"])

/** What makes an event, in a statement that calls the tables `e`, `p` and `a`. */
export const EVENT_COLUMNS = `${EVENT.columns}, ${PAYMENT.columns}, ${ATTEMPT.columns}`

export const eventRowsIn = (row: Row): EventRows => ({
  event: EVENT.read(row),
  payment: PAYMENT.read(row),
  attempt: ATTEMPT.read(row),
})
