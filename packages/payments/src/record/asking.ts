import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"

/**
 * The order of reads from outside. Whoever asks a provider takes a number first; an answer is recorded only where its
 * number is higher than that of the last one. Numbers come from the database, so that all processes agree on them.
 */
export const NEXT_ASKING = "nextval('qriskit.asking')"

const TAKE: PreparedStatement = { name: "qriskit_asking", text: `select ${NEXT_ASKING} as asking` }

/** Takes the next number. */
export const takeAsking = Effect.fnUntraced(function* () {
  const [row] = yield* (yield* Database).query(TAKE, [])
  return Number(row?.["asking"])
})
