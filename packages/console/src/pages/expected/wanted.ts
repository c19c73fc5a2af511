import * as Schema from "effect/Schema"
import { Account, line, readFields } from "../../request/fields.js"

/** Which orders, or the claims that may be theirs. */
export const View = Schema.Literals(["open", "late", "arrived", "claims"])
export type View = typeof View.Type

/** What an address asks for; `undefined` where that is none. */
export const wantedOf = readFields(
  Schema.Struct({
    show: Schema.optionalKey(View),
    account: Schema.optionalKey(Account),
    after: Schema.optionalKey(line(100)),
  }),
)

export type Wanted = NonNullable<ReturnType<typeof wantedOf>>
