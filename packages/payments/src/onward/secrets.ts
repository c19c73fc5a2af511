import * as Effect from "effect/Effect"
import type { PreparedStatement, Row, Transaction } from "../database/database.js"
import { optional, time } from "../database/table.js"
import type { SecretHint } from "./endpoint.js"
import { EndpointSecretFailure } from "./failure.js"
import type { EndpointsSettings } from "./options.js"
import { hintOf, secretObjection } from "./signature.js"

/** A secret as it is stored. */
export interface StoredSecret {
  readonly secret: string
  readonly isSealed: boolean
}

/** What was thrown, by its name and code: its message may quote the secret. */
const nameOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return "something that is no Error"
  return "code" in thrown && typeof thrown.code === "string" ? `${thrown.name} ${thrown.code}` : thrown.name
}

/** As many older secrets sign beside the newest at most, however often it is rotated. */
const MOST = 3

/** Foreign code: it may take its time, throw, or give anything. */
const SEALING_MILLIS = 10_000

const ofHost = (
  endpoint: string,
  operation: "seal" | "open",
  run: () => string | Promise<string>,
  isGood: (text: unknown) => boolean,
): Effect.Effect<string, EndpointSecretFailure> => {
  const failure = (why: string) => new EndpointSecretFailure({ endpoint, operation, why })
  return Effect.tryPromise({
    try: async () => run(),
    catch: (thrown) => failure(`your ${operation} threw ${nameOf(thrown)}`),
  }).pipe(
    Effect.timeoutOrElse({
      duration: SEALING_MILLIS,
      orElse: () => Effect.fail(failure(`your ${operation} took longer than ${SEALING_MILLIS} ms`)),
    }),
    Effect.filterOrFail(isGood, () => failure(`your ${operation} gave what cannot be right`)),
  )
}

/** Seals a secret for the database, where the host has a way to. Fails with `EndpointSecretFailure`. */
export const sealed = (
  { seal }: EndpointsSettings,
  endpoint: string,
  secret: string,
): Effect.Effect<StoredSecret, EndpointSecretFailure> =>
  seal === undefined
    ? Effect.succeed({ secret, isSealed: false })
    : Effect.map(
        ofHost(
          endpoint,
          "seal",
          () => seal(secret, { endpoint }),
          // Sealing that gives back what it was given is a mistake that nobody would see.
          (text) => typeof text === "string" && text !== "" && !text.includes(secret),
        ),
        (box) => ({ secret: box, isSealed: true }),
      )

/** Opens what is stored. Fails with `EndpointSecretFailure`. */
export const opened = (
  { open }: EndpointsSettings,
  endpoint: string,
  { secret, isSealed }: StoredSecret,
): Effect.Effect<string, EndpointSecretFailure> => {
  if (!isSealed) return Effect.succeed(secret)
  if (open === undefined)
    return Effect.fail(
      new EndpointSecretFailure({ endpoint, operation: "open", why: "it is sealed, and there is no open" }),
    )
  return ofHost(
    endpoint,
    "open",
    () => open(secret, { endpoint }),
    (text) => typeof text === "string" && secretObjection(text) === undefined,
  )
}

const INSERT: PreparedStatement = {
  name: "qriskit_endpoint_secret",
  text: /* sql */ `
insert into qriskit.endpoint_secret (endpoint_id, secret, is_sealed, hint, created_at) values ($1, $2, $3, $4, $5)`,
}

/** The older ones sign until $2; those that are over go. */
const RETIRE: PreparedStatement = {
  name: "qriskit_endpoint_secret_retire",
  text: /* sql */ `
update qriskit.endpoint_secret set until = $2 where endpoint_id = $1 and (until is null or until > $2)`,
}

const FORGET: PreparedStatement = {
  name: "qriskit_endpoint_secret_forget",
  text: /* sql */ `
delete from qriskit.endpoint_secret
where endpoint_id = $1 and (until <= $2 or id not in (
  select id from qriskit.endpoint_secret where endpoint_id = $1 order by id desc limit ${MOST}
))`,
}

/** Makes a secret the newest of its endpoint. */
export const storeSecret = async (
  tx: Transaction,
  endpoint: string,
  stored: StoredSecret,
  { secret, at, until }: { readonly secret: string; readonly at: Date; readonly until: Date },
): Promise<void> => {
  await tx.query(RETIRE, [endpoint, until])
  await tx.query(FORGET, [endpoint, at])
  await tx.query(INSERT, [endpoint, stored.secret, stored.isSealed, hintOf(secret), at])
}

/** The secrets of the endpoint that a statement calls `o`, the newest first, as JSON: those that sign at `at`. */
export const secretsAt = (at: string): string => /* sql */ `(
  select jsonb_agg(jsonb_build_object('secret', s.secret, 'isSealed', s.is_sealed) order by s.id desc)
  from qriskit.endpoint_secret as s where s.endpoint_id = o.id and (s.until is null or s.until > ${at})
)`

interface Labelled {
  readonly secret: unknown
  readonly isSealed: unknown
}

/** Reads `secretsAt`. */
export const secretsIn = (value: unknown): ReadonlyArray<StoredSecret> =>
  Array.isArray(value)
    ? value.map(({ secret, isSealed }: Labelled) => ({ secret: String(secret), isSealed: isSealed === true }))
    : []

/** Hints of endpoints, the newest first. */
export const HINTS_OF: PreparedStatement = {
  name: "qriskit_endpoint_hints",
  text: /* sql */ `
select endpoint_id, hint, created_at, until from qriskit.endpoint_secret
where endpoint_id = any ($1::uuid[]) and (until is null or until > $2) order by id desc`,
}

const UNTIL = optional(time)

export const hintIn = (row: Row): SecretHint => {
  const until = UNTIL.read(row["until"])
  return {
    hint: String(row["hint"]),
    createdAt: time.read(row["created_at"]),
    ...(until === null ? {} : { until }),
  }
}
