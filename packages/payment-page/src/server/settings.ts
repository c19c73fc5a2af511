import { decodeConfiguration } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { PaymentPageOptions } from "./options.js"

const Secret = Schema.String.check(
  Schema.isMinLength(32, { message: "must have at least 32 characters" }),
  Schema.isMaxLength(1_000, { message: "must have at most 1,000 characters" }),
)

const Secrets = Schema.Array(Secret).check(
  Schema.isMinLength(1, { message: "must have at least one secret" }),
  Schema.isMaxLength(10, { message: "must be at most 10 secrets" }),
)

const BasePath = Schema.String.check(
  Schema.makeFilter(
    (path) => /^(\/[\w~.-]+)+\/?$/.test(path) || "must be a path such as /pay, of letters, digits and -._~",
  ),
)

const Settings = Schema.Struct({
  secret: Secrets,
  basePath: BasePath.pipe(Schema.withDecodingDefaultKey(Effect.succeed("/pay"))),
  merchant: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(100, { message: "must be at most 100 characters" })),
  ),
  language: Schema.Literals(["id", "en"]).pipe(Schema.withDecodingDefaultKey(Effect.succeed("id" as const))),
  maxLive: Schema.Int.check(
    Schema.isBetween({ minimum: 0, maximum: 100_000 }, { message: "must be 0 to 100,000" }),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(500))),
})

/** What was set, checked, with what was not. `basePath` has no slash at its end. */
export type Settings = typeof Settings.Type

const decode = decodeConfiguration("payment-page", Settings)

/** @throws InvalidConfiguration naming every field that is wrong, never its value */
export const settingsOf = (options: PaymentPageOptions): Settings => {
  const { secret, basePath, merchant, language, maxLive } = options
  const given = Object.entries({
    secret: typeof secret === "string" ? [secret] : secret,
    basePath,
    merchant,
    language,
    maxLive,
  })
  const settings = Result.getOrThrow(
    decode(Object.fromEntries(given.filter(([, value]) => value !== undefined))),
  )
  return { ...settings, basePath: settings.basePath.replace(/\/$/, "") }
}
