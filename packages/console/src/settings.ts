import { randomBytes } from "node:crypto"
import { decodeConfiguration } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { ConsoleLink, ConsoleOptions } from "./options.js"

const milliseconds = (fallback: number) =>
  Schema.Int.check(
    Schema.isBetween({ minimum: 1, maximum: 600_000 }, { message: "must be 1 to 600,000 milliseconds" }),
  ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const Path = Schema.String.check(
  Schema.makeFilter(
    (path) =>
      path === "" ||
      /^(\/[\w~.-]+)*\/?$/.test(path) ||
      "must be a path such as /qris, of letters, digits and -._~",
  ),
)

const Secret = Schema.String.check(
  Schema.isMinLength(32, { message: "must have at least 32 characters" }),
  Schema.isMaxLength(1_000, { message: "must have at most 1,000 characters" }),
)

const Settings = Schema.Struct({
  path: Path.pipe(Schema.withDecodingDefaultKey(Effect.succeed(""))),
  secret: Secret.pipe(
    Schema.withDecodingDefaultKey(Effect.sync(() => randomBytes(32).toString("base64url"))),
  ),
  authorizeMillis: milliseconds(10_000),
  refreshMillis: milliseconds(15_000),
  mostBytes: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween(
        { minimum: 1, maximum: 1_000_000_000 },
        { message: "must be 1 to 1,000,000,000 bytes" },
      ),
    ),
  ),
})

/** What was set, checked, with what was not. `path` has no slash at its end. */
export type Settings = typeof Settings.Type

const decode = decodeConfiguration("console", Settings)

/** A link that runs nothing: a path of the host's, or a web page. */
export const isSafeLink = ({ href }: ConsoleLink): boolean => /^(\/(?!\/)|\.{0,2}\/|https?:\/\/)/.test(href)

/** @throws InvalidConfiguration naming every field that is wrong, never its value */
export const settingsOf = ({
  path,
  secret,
  authorizeMillis,
  refreshMillis,
  statements,
}: ConsoleOptions): Settings => {
  const mostBytes = statements?.mostBytes
  const given = Object.entries({ path, secret, authorizeMillis, refreshMillis, mostBytes })
  const set = Object.fromEntries(given.filter(([, value]) => value !== undefined))
  const settings = Result.getOrThrow(decode(set))
  return { ...settings, path: settings.path.replace(/\/$/, "") }
}
