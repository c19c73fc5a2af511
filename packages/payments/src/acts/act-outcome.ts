import * as Schema from "effect/Schema"

/** What came of what somebody did. `unknown`: it may have been done. */
export const ActOutcome = Schema.Literals(["done", "refused", "unknown"])
export type ActOutcome = typeof ActOutcome.Type
