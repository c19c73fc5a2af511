import { decodeConfiguration, type InvalidConfiguration } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { type Branch, prefixOf, RESERVED } from "./acquirers/branch.js"

/** The environment of a process, or what stands for it. */
export type Environment = Readonly<Record<string, string | undefined>>

const text = Schema.String.check(Schema.isMinLength(1, { message: "must not be empty" }))

const whole = (minimum: number, maximum: number, fallback: number) =>
  Schema.FiniteFromString.annotate({ message: "must be a number" })
    .check(
      Schema.isInt({ message: "must be a whole number" }),
      Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }),
    )
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(String(fallback))))

const textOr = (fallback: string) => text.pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

/** Where a browser or an acquirer finds something: scheme and host, without a path. */
const Origin = Schema.String.check(
  Schema.makeFilter((value) => {
    const url = URL.parse(value)
    return (
      (url !== null && /^https?:$/.test(url.protocol) && url.origin === value.replace(/\/$/, "")) ||
      "must be scheme and host, such as https://kasir.toko.example"
    )
  }),
)

const Password = Schema.RedactedFromValue(
  Schema.String.check(
    Schema.isMinLength(12, { message: "must have at least 12 characters" }),
    Schema.isMaxLength(200, { message: "must have at most 200 characters" }),
  ),
  { disallowEncode: true },
)

const MOST_BRANCHES = 20

const Branches = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Array(Schema.String),
    SchemaTransformation.transform({
      decode: (text): ReadonlyArray<string> => text.split(",").map((id) => id.trim()),
      encode: (ids) => ids.join(","),
    }),
  ),
).check(
  Schema.makeFilter((ids) => {
    const isId = (id: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) && id.length <= 32
    const isFine = ids.every((id) => isId(id) && !RESERVED.has(id)) && new Set(ids).size === ids.length
    return (
      (isFine && ids.length <= MOST_BRANCHES) ||
      `must be 1 to ${MOST_BRANCHES} different names, such as toko-menteng,toko-dago: letters, digits and -, none of them ${[...RESERVED].join(" or ")}`
    )
  }),
)

/** What can be set by environment variables, under their own names. What the providers read is not among them. */
export const Settings = Schema.Struct({
  HOST: textOr("127.0.0.1"),
  PORT: whole(1, 65_535, 3000),
  /** A `postgres://` URL, a folder for the embedded database, or `memory://`. Absent: a folder, see `databaseOf`. */
  DATABASE_URL: Schema.optionalKey(text),
  /** The shop's branches, each with an account of its own at the acquirers. Absent over real acquirers: one shop. */
  BRANCHES: Schema.optionalKey(Branches),
  /** Of the one shop, or of the owner, who sees all branches. Absent: one is made up at first start. */
  BOOKS_PASSWORD: Schema.optionalKey(Password),
  /** Where browsers and acquirers find this server from outside. */
  PUBLIC_URL: Schema.optionalKey(Origin),
  /** How many proxies in front of this server are to be believed about the caller's address. */
  TRUST_PROXY: whole(0, 10, 0),
  /** A sandbox in a process of its own. */
  SANDBOX_URL: Schema.optionalKey(Origin),
  /** Who pays at a till: iFortepay wants an e-mail address. */
  CUSTOMER_EMAIL: textOr("pelanggan@example.com"),
  /** Payments that one caller may open in a minute. */
  OPENINGS_PER_MINUTE: whole(1, 10_000, 30),
  /** A collector of traces: `http://127.0.0.1:4318`. */
  OTEL_EXPORTER_OTLP_ENDPOINT: Schema.optionalKey(Schema.String),
})
export type Settings = typeof Settings.Type

const decode = decodeConfiguration("demo", Settings)

/** The settings of an environment. Fails naming every variable that is wrong, never its value. */
export const settingsFrom = (environment: Environment): Result.Result<Settings, InvalidConfiguration> =>
  decode(variablesOf(environment, Object.keys(Settings.fields)))

/** The password that is set for a branch, `TOKO_MENTENG_PASSWORD`. Fails as `settingsFrom` does. */
export const branchPassword = (
  environment: Environment,
  branch: Branch,
): Result.Result<string | undefined, InvalidConfiguration> => {
  const name = `${prefixOf(branch)}PASSWORD`
  const field = decodeConfiguration("demo", Schema.Struct({ [name]: Schema.optionalKey(Password) }))
  return Result.map(field(variablesOf(environment, [name])), (set) => {
    const password = set[name]
    return password && Redacted.value(password)
  })
}

/** Those variables that are set. A variable set to nothing is not set. */
export const variablesOf = (
  environment: Environment,
  names: ReadonlyArray<string>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name]
      return value === undefined || value.trim() === "" ? [] : [[name, value]]
    }),
  )

/** Where the books are. Play money and real money are never kept in one folder. */
export const databaseOf = ({ DATABASE_URL }: Settings, isPlay: boolean): string =>
  DATABASE_URL ?? (isPlay ? "./data/play" : "./data/books")

/** Where this server's own machine finds it. */
export const loopbackOrigin = ({ HOST, PORT }: Pick<Settings, "HOST" | "PORT">): string =>
  `http://${HOST === "::1" ? "[::1]" : "127.0.0.1"}:${PORT}`
