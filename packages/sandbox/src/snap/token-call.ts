import { header } from "../request-content.js"
import { jsonAnswer, type WireAnswer, type WireRequest } from "../wire.js"
import { answered, coded } from "./answer.js"
import { timeOf } from "./entrance.js"
import type { SnapDialectFacts } from "./facts.js"
import { bodyOf, misformed, missing, textAt } from "./fields.js"
import type { SnapKeys } from "./keys.js"
import { Refused } from "./refused.js"
import type { SnapSettings } from "./settings.js"
import { verifies } from "./signature.js"
import type { SnapTokens } from "./tokens.js"

/** Where a merchant gets its tokens: service 73 [S]. */
export function tokenCall(
  facts: SnapDialectFacts,
  settings: SnapSettings,
  keys: SnapKeys,
  tokens: SnapTokens,
): (request: WireRequest) => WireAnswer {
  const grantIn = (request: WireRequest): string => {
    const body = bodyOf(request, [])
    const { grantTypeToo } = facts
    const grant =
      textAt(body, "grantType") ?? (grantTypeToo === undefined ? undefined : textAt(body, grantTypeToo))
    if (grant === undefined) throw missing("grantType")
    return grant
  }

  const admit = (request: WireRequest): void => {
    const timestamp = timeOf(request, facts)
    for (const name of ["X-CLIENT-KEY", "X-SIGNATURE"])
      if (header(request, name.toLowerCase()) === "") throw missing(name)
    if (grantIn(request) !== "client_credentials") throw misformed("grantType")
    const client = header(request, "x-client-key")
    const isTheirs =
      client === settings.clientId &&
      verifies(
        keys.of(settings.clientSecret).publicKey,
        `${client}|${timestamp}`,
        header(request, "x-signature"),
      )
    if (!isTheirs) throw new Refused("401", "00", "Unauthorized. Signature")
  }

  return (request) =>
    answered("73", settings, () => {
      admit(request)
      const { tokenLifetimeSeconds: seconds, expiresInAs } = settings
      const given = {
        accessToken: tokens.issue(seconds),
        tokenType: facts.bareToken ? "BearerToken" : "Bearer",
        ...(expiresInAs !== "absent" && { expiresIn: expiresInAs === "text" ? String(seconds) : seconds }),
      }
      return facts.bareToken ? jsonAnswer(200, given) : coded("2007300", "Successful", given, settings)
    })
}
