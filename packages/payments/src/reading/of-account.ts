import type { Condition } from "../database/conditions.js"

/** Narrows to an account, spelt so that the index of those with a name is used. Absent: of all. */
export const ofAccount = (column: string, account: string | undefined): Condition | undefined =>
  account === undefined ? undefined : [`${column} = $ and ${column} <> ''`, account]
