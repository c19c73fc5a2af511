import { createHmac, randomBytes } from "node:crypto"

// Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

const PREFIX = "whsec_"

/** A secret has 24 to 64 bytes there; new ones have 32. */
const LEAST_BYTES = 24
const MOST_BYTES = 64
const BYTES = 32

export const newSecret = (): string => `${PREFIX}${randomBytes(BYTES).toString("base64")}`

/** What is wrong with a secret, never showing it; `undefined`: nothing. */
export const secretObjection = (secret: string): string | undefined => {
  if (!secret.startsWith(PREFIX)) return "must begin with whsec_"
  const base64 = secret.slice(PREFIX.length)
  const key = Buffer.from(base64, "base64")
  if (key.toString("base64") !== base64) return "must be base64 behind whsec_"
  return key.length >= LEAST_BYTES && key.length <= MOST_BYTES ? undefined : "must have 24 to 64 bytes"
}

/** What may be shown of a secret. */
export const hintOf = (secret: string): string => secret.slice(-4)

/** What is signed: the message's id, when it is sent, in seconds, and its body, byte by byte. */
export interface Signed {
  readonly id: string
  readonly timestamp: number
  readonly body: string
}

/** The headers of Standard Webhooks: a signature for each secret, of which the receiver needs to know one. */
export const signatureHeaders = (
  { id, timestamp, body }: Signed,
  secrets: ReadonlyArray<string>,
): Readonly<Record<string, string>> => ({
  "webhook-id": id,
  "webhook-timestamp": String(timestamp),
  "webhook-signature": secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), "base64")
      return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`
    })
    .join(" "),
})
