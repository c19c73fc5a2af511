import * as Schema from "effect/Schema"

/** Why nothing is sent to an endpoint: somebody said so, it failed for too long, or it answered 410 Gone. */
export const DisabledWhy = Schema.Literals(["by_hand", "failing", "gone"])
export type DisabledWhy = typeof DisabledWhy.Type
