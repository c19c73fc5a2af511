import * as Effect from "effect/Effect"
import { NoSuchItem } from "../failure.js"

/** Refuses what can be no item's id before the database is asked. Fails with `NoSuchItem`. */
export const listed = (what: string, id: unknown): Effect.Effect<void, NoSuchItem> =>
  Number.isSafeInteger(id)
    ? Effect.void
    : Effect.fail(new NoSuchItem({ what, id: typeof id === "number" ? id : Number.NaN }))
