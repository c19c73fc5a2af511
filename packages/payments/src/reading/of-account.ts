import { and, eq, ne, type SQL } from "drizzle-orm"
import type { PgColumn } from "drizzle-orm/pg-core"
import { ONE_ACCOUNT } from "../record/account.js"

/** Narrows to an account, spelt so that the index of those with a name is used. Absent: of all. */
export const ofAccount = (column: PgColumn, account: string | undefined): SQL | undefined =>
  account === undefined ? undefined : and(eq(column, account), ne(column, ONE_ACCOUNT))
