import { createHmac, randomBytes } from "node:crypto"
import { isSameSecret } from "@qriskit/core/provider-kit"

/**
 * Tokens that we give an acquirer which asks for one before it calls back. They hold their own end and are signed with
 * a secret of ours, so that every process accepts what another issued and nothing is stored.
 */

interface Claims {
  readonly clientId: string
  /** The profile it was issued for. */
  readonly profile: string
  /** The account it was issued for, where there are several. */
  readonly account?: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly nonce: string
}

const macOf = (secret: string, payload: string): string =>
  createHmac("sha256", secret).update(payload).digest("base64url")

/** A token for one client of one profile and account, until `expiresAt` in milliseconds since 1970. */
export const issueToken = (secret: string, claims: Omit<Claims, "nonce">): string => {
  const nonce = randomBytes(12).toString("base64url")
  const payload = Buffer.from(JSON.stringify({ ...claims, nonce } satisfies Claims)).toString("base64url")
  return `${payload}.${macOf(secret, payload)}`
}

/** A token is some 200 characters; longer ones are not ours. */
const MAX_TOKEN = 1_024

const claimsIn = (payload: string): Partial<Claims> => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString())
    return typeof claims === "object" && claims !== null ? claims : {}
  } catch {
    return {}
  }
}

/** Whether a token is one of ours, for this client, profile and account, and has not ended. */
export const isIssued = (
  secret: string,
  token: string,
  {
    clientId,
    profile,
    account,
    now,
  }: Pick<Claims, "clientId" | "profile" | "account"> & {
    /** Milliseconds since 1970. */
    readonly now: number
  },
): boolean => {
  if (token.length > MAX_TOKEN) return false
  const [payload = "", mac = "", ...more] = token.split(".")
  if (more.length > 0 || !isSameSecret(mac, macOf(secret, payload))) return false
  const claims = claimsIn(payload)
  return (
    claims.clientId === clientId &&
    claims.profile === profile &&
    claims.account === account &&
    typeof claims.expiresAt === "number" &&
    now < claims.expiresAt
  )
}
