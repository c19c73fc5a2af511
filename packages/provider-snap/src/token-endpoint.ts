import type { NotificationReply, RawNotification, TokenEndpoint } from "@qriskit/core"
import { jsonReply, notificationHeader, timeReader } from "@qriskit/core/provider-kit"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { publicKeysOf, type SnapConfig } from "./config.js"
import { issueToken } from "./inbound-token.js"
import type { SnapProfile } from "./profile.js"
import { isSignedBy } from "./signature.js"
import { clientString } from "./string-to-sign.js"

const refused = (status: number, code: string, message: string): NotificationReply =>
  jsonReply(status, { responseCode: code, responseMessage: message })

/** The answers of service 73 [S], [B2]. */
const HEADER_MISSING = refused(400, "4007300", "Bad Request")
const NO_TIME = refused(400, "4007301", "Invalid Field Format {X-TIMESTAMP}")
const UNKNOWN = refused(401, "4017300", "Unauthorized. Signature")

/** Gives the acquirer a token where it signs client id and time with its key (SNAP BI, access token B2B). */
export const makeTokenEndpoint = (
  config: SnapConfig,
  { path, lifetimeSeconds, tokenType, expiresIn }: NonNullable<SnapProfile["inboundToken"]>,
  { clientId, secret }: NonNullable<SnapConfig["inbound"]>,
  account?: string,
): TokenEndpoint => {
  const publicKeys = publicKeysOf(config)
  const timeIn = timeReader(config.timeZone)

  const answer = (raw: RawNotification | null | undefined, now: number): NotificationReply => {
    // A caller without types may hand over nothing at all, which has no header.
    const headers = raw?.headers
    const [client, timestamp, signature] = ["x-client-key", "x-timestamp", "x-signature"].map(
      (name) => headers && notificationHeader(headers, name)?.trim(),
    )
    if (!client || !timestamp || !signature) return HEADER_MISSING
    if (timeIn(timestamp) === undefined) return NO_TIME
    const isTheirs =
      client === clientId &&
      isSignedBy({ algorithm: "rsa-sha256", publicKeys }, clientString(clientId, timestamp), signature)
    if (!isTheirs) return UNKNOWN
    const expiresAt = now + lifetimeSeconds * 1_000
    return jsonReply(200, {
      responseCode: "2007300",
      responseMessage: "Successful",
      accessToken: issueToken(Redacted.value(secret), {
        clientId,
        profile: config.profile.id,
        account,
        expiresAt,
      }),
      tokenType,
      expiresIn: expiresIn === "text" ? String(lifetimeSeconds) : lifetimeSeconds,
    })
  }

  return { path, answer: (raw) => Effect.map(Clock.currentTimeMillis, (now) => answer(raw, now)) }
}
