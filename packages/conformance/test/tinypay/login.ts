import type { Operation, QrisError } from "@qriskit/core"
import {
  currentTimeMillis,
  type Exchange,
  makeLogin,
  type TokenStore,
  tokenKey,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { decodeLogin, refusalOf } from "./wire.js"

interface Caller {
  readonly provider: string
  readonly baseUrl: string
  readonly account: string | undefined
  readonly apiKey: Redacted.Redacted<string>
  readonly exchange: Exchange
  readonly tokenStore: TokenStore | undefined
}

/** What a call gets of its login. */
interface Authorization {
  /** The header. */
  readonly authorization: string
  /** Not to be shown, though no configuration holds it. */
  readonly secrets?: ReadonlyArray<string>
  /** The login's time counts, too. */
  readonly deadlineAt?: number
}

/** Sends with what Tinypay takes in `authorization`. */
type Authorized = <A>(
  operation: Operation,
  send: (by: Authorization) => Effect.Effect<A, QrisError>,
) => Effect.Effect<A, QrisError>

/** Tinypay takes the key with every call, or a token that the key brings. */
export const authorize = ({
  provider,
  baseUrl,
  account,
  apiKey,
  exchange,
  tokenStore,
}: Caller): Authorized => {
  const withKey = `Tiny ${Redacted.value(apiKey)}`
  if (tokenStore === undefined) return (_, send) => send({ authorization: withKey })

  const login = makeLogin({
    provider,
    store: tokenStore,
    key: tokenKey({ account, user: "tiny", baseUrl }),
    margin: 60_000,
    settings: ["apiKey"],
    logIn: Effect.gen(function* () {
      const { answer } = yield* exchange.send({
        operation: "inquire",
        url: `${baseUrl}/login`,
        headers: { authorization: withKey },
        body: {},
        decode: decodeLogin,
        refusal: refusalOf("inquire"),
      })
      const expiresAt = new Date((yield* currentTimeMillis) + answer.lasts_seconds * 1_000)
      return { value: Redacted.make(answer.token), expiresAt }
    }),
  })
  return (operation, send) =>
    Effect.flatMap(exchange.deadlineFromNow, (deadlineAt) =>
      login.send(operation, deadlineAt, (token) =>
        send({ authorization: `Bearer ${token}`, secrets: [token], deadlineAt }),
      ),
    )
}
