import { Rejected } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { because, type Variant, withMembers, withParts, withSend } from "./variant.js"

const SECRET_SHOWS = /a secret shows/

/** Providers that show secrets. */
export const leaking: ReadonlyArray<Variant> = [
  {
    that: "puts a secret into a message",
    underTest: withMembers(({ create }, { secret }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          because(() => new Rejected({ providerMessage: `signed with ${secret}` })),
        ),
    })),
    caughtBy: { "secrets/errors": SECRET_SHOWS, "secrets/errors-timeouts": SECRET_SHOWS },
  },
  {
    that: "hangs a secret on an error",
    underTest: withMembers(({ inquire }, { apiKey }) => ({
      inquire: (ref) =>
        Effect.mapError(inquire(ref), (error) => Object.assign(error, { request: { headers: [apiKey] } })),
    })),
    caughtBy: { "secrets/errors": SECRET_SHOWS, "failures/inquire-bad-gateway": SECRET_SHOWS },
  },
  {
    that: "logs a secret, in base64, at debug level",
    underTest: withMembers(({ create }, { secret }) => ({
      create: (request) => Effect.andThen(Effect.logDebug(btoa(secret)), create(request)),
    })),
    caughtBy: { "secrets/logs": SECRET_SHOWS, "create/qr-valid": SECRET_SHOWS },
  },
  {
    that: "logs the signatures that it sends",
    underTest: withSend(
      (send) => (request) => Effect.andThen(Effect.logDebug(request.headers["x-signature"]), send(request)),
    ),
    caughtBy: { "secrets/logs": SECRET_SHOWS },
  },
  {
    that: "puts a secret on a span",
    underTest: withMembers(({ inquire }, { apiKey }) => ({
      inquire: (ref) => Effect.withSpan(inquire(ref), "http", { attributes: { authorization: apiKey } }),
    })),
    caughtBy: { "secrets/spans": SECRET_SHOWS },
  },
  {
    that: "carries its configuration about",
    underTest: withMembers((_, { apiKey, secret }) => ({ config: { apiKey, secret } })),
    caughtBy: { "secrets/provider": SECRET_SHOWS },
  },
  {
    that: "hands on what the acquirer echoes",
    underTest: withParts({ scrubs: false }),
    caughtBy: {
      "secrets/raw-create": SECRET_SHOWS,
      "secrets/raw-inquire": SECRET_SHOWS,
      "secrets/own-refusal-echo": SECRET_SHOWS,
    },
  },
]
