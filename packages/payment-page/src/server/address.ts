import { createHmac } from "node:crypto"
import { isSameSignature } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"

/** What an address is for. */
export interface Addressed {
  readonly key: string
  /** Empty for the one account of a client. */
  readonly account: string
  /** When it ends, in milliseconds since 1970. */
  readonly until: number
}

/** An address that cannot be made. Nothing was signed. */
export class InvalidPageAddress extends Schema.TaggedError<InvalidPageAddress>()("InvalidPageAddress", {
  issue: Schema.String,
}) {
  override get message(): string {
    return `payment page: no address was made: ${this.issue}.`
  }
}

/** No longer in one field, in UTF-16 units: keys and accounts of payments are shorter. */
const LONGEST = 500

/** No longer as a whole. */
const LONGEST_TOKEN = 5_000

const base64url = (text: string): string => Buffer.from(text).toString("base64url")

/** Signs key, account and end under one name: a signature made for anything else is none here. */
const tokenOf = (secret: string, { key, account, until }: Addressed): string => {
  const signature = createHmac("sha256", secret)
    .update(JSON.stringify(["@qriskit/payment-page", key, account, until]))
    .digest("base64url")
  return `${until.toString(36)}.${base64url(key)}.${base64url(account)}.${signature}`
}

/**
 * The part of an address that says whose page it is.
 *
 * @throws InvalidPageAddress where key, account or end can be none
 */
export const signed = (secret: string, addressed: Addressed): string => {
  const { key, account, until } = addressed
  if (key === "" || key.length > LONGEST || !key.isWellFormed())
    throw new InvalidPageAddress({ issue: `key must be 1 to ${LONGEST} characters of text` })
  if (account.length > LONGEST || !account.isWellFormed())
    throw new InvalidPageAddress({ issue: `account must be at most ${LONGEST} characters of text` })
  if (!Number.isSafeInteger(until) || until < 0)
    throw new InvalidPageAddress({ issue: "until must be a date" })
  return tokenOf(secret, addressed)
}

/**
 * What an address is for; `undefined` where none of the secrets made it. The whole of it is compared, byte by byte, in
 * time that does not depend on where it differs, and with every secret.
 */
export const readToken = (secrets: ReadonlyArray<string>, token: string): Addressed | undefined => {
  if (token.length > LONGEST_TOKEN) return undefined
  const [ends = "", key = "", account = "", signature, ...more] = token.split(".")
  if (signature === undefined || more.length > 0 || !/^[0-9a-z]{1,11}$/.test(ends)) return undefined
  const addressed = {
    key: Buffer.from(key, "base64url").toString(),
    account: Buffer.from(account, "base64url").toString(),
    until: Number.parseInt(ends, 36),
  }
  const isOurs = secrets
    .map((secret) => isSameSignature(token, tokenOf(secret, addressed)))
    .some((isSame) => isSame)
  return isOurs ? addressed : undefined
}
