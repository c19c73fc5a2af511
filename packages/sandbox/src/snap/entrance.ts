import { isSame } from "../constant-time.js"
import { header } from "../request-content.js"
import type { WireRequest } from "../wire.js"
import type { SnapDialectFacts, SnapVerb } from "./facts.js"
import { misformed, missing } from "./fields.js"
import { Refused } from "./refused.js"
import type { SnapSettings } from "./settings.js"
import { bodyHash, compacted, hmac, verifies } from "./signature.js"

/** An instant, with its offset. */
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?([+-]\d\d:\d\d|Z)$/

/** The time of a call, as it stands in the header. @throws Refused 400 case 01 or 02 [S] */
export function timeOf(request: WireRequest, { jakartaTimes }: SnapDialectFacts): string {
  const timestamp = header(request, "x-timestamp")
  if (timestamp === "") throw missing("X-TIMESTAMP")
  const isRight = TIME.test(timestamp) && (!jakartaTimes || timestamp.endsWith("+07:00"))
  if (!isRight) throw misformed("X-TIMESTAMP")
  return timestamp
}

function bearerOf(request: WireRequest): string {
  return /^Bearer (.+)$/.exec(header(request, "authorization"))?.[1] ?? ""
}

/** Who calls, and with what right. @throws Refused 400 case 02, 401 case 00, 01 or 03 [S] */
export function admit(
  request: WireRequest,
  verb: SnapVerb,
  facts: SnapDialectFacts,
  settings: SnapSettings,
  publicKey: () => string,
  isValidToken: (token: string) => boolean,
): void {
  const timestamp = timeOf(request, facts)
  for (const name of ["X-PARTNER-ID", "X-EXTERNAL-ID", "CHANNEL-ID", "X-SIGNATURE"]) {
    if (header(request, name.toLowerCase()) === "") throw missing(name)
  }
  const token = bearerOf(request)
  if (facts.tokenPath !== undefined) {
    if (token === "") throw new Refused("401", "03", "Token Not Found (B2B)")
    if (!isValidToken(token)) throw new Refused("401", "01", "Invalid Token (B2B)")
  }
  const path =
    facts.mount !== undefined && verb.path.startsWith(facts.mount)
      ? verb.path.slice(facts.mount.length)
      : verb.path
  const hash = bodyHash(compacted(Buffer.from(request.body).toString("utf8")))
  const signature = header(request, "x-signature")
  const isRight =
    facts.signs === "hmac"
      ? isSame(
          signature,
          hmac(settings.clientSecret, ["POST", path, token, hash, timestamp].join(":"), facts.encoding),
        )
      : verifies(publicKey(), ["POST", path, hash, timestamp].join(":"), signature)
  if (!isRight || !isSame(header(request, "x-partner-id"), settings.partnerId)) {
    throw new Refused("401", "00", "Unauthorized. Signature")
  }
}
