import { AccountId } from "@qriskit/core"
import * as Schema from "effect/Schema"

/** How the one account of a client is recorded. An account that has a name is a platform's merchant. */
export const ONE_ACCOUNT = ""

/** Whose payment is meant: a key is unique within its account. */
export interface OfAccount {
  /** The account of a platform's merchant. Absent: the one account of a client. */
  readonly account?: string
}

const isAccountId = Schema.is(AccountId)

/** The account as it is recorded; `undefined` where none can have that name. */
export const recordedAccount = ({ account }: OfAccount = {}): string | undefined => {
  if (account === undefined) return ONE_ACCOUNT
  return isAccountId(account) ? account : undefined
}

/** The account as it is told; `undefined` for the one account of a client. */
export const namedAccount = (account: string): string | undefined =>
  account === ONE_ACCOUNT ? undefined : account
