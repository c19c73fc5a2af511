import {
  inspectSchema,
  migrateDatabase,
  Payments,
  type SchemaState,
  UnusableDatabase,
} from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Place } from "../open/place.js"
import { decided } from "./option.js"
import { recorded } from "./recorded.js"
import { definePlaceVerb } from "./verb.js"

const STATE = Schema.Struct({
  version: Schema.Int,
  needed: Schema.Int,
  pending: Schema.Array(Schema.Struct({ version: Schema.Int, name: Schema.String })),
})

const unusable = (error: unknown): UnusableDatabase =>
  error instanceof UnusableDatabase
    ? error
    : new UnusableDatabase({
        kind: "other",
        description: error instanceof Error ? error.message : "no reason was given",
      })

const state = Effect.gen(function* () {
  const { database, options } = yield* Place
  return yield* Effect.tryPromise({ try: () => inspectSchema(database, options), catch: unusable })
})

const lines = ({ version, needed, pending }: SchemaState): ReadonlyArray<string> =>
  pending.length === 0
    ? [`The schema has version ${version}, which this release needs: there is nothing to do.`]
    : [
        version === 0 ? "There is no schema yet." : `The schema has version ${version}.`,
        `This release needs ${needed}. Steps, all in one transaction:`,
        ...pending.map((step) => `  ${step.version}  ${step.name}`),
      ]

export const schema = definePlaceVerb({
  name: "schema",
  title: "What a migration would do",
  summary:
    "Says what the schema is, and which steps a migration would take. Exit code 1 where there are any.",
  example: "qriskit schema",
  access: "look",
  options: {},
  output: STATE,
  run: () => state,
  verdict: ({ pending }) => (pending.length === 0 ? "fine" : "wrong"),
  text: lines,
})

/** Noted once it is done: before, there may be nowhere to note it. */
const note = (by: string, why: string, { version, needed }: SchemaState) =>
  Effect.gen(function* () {
    const { database, options } = yield* Place
    const payments = Payments.layer({ ...options, database, providers: [], work: false, migrate: false })
    yield* recorded(
      { verb: "migrate", by, why, subject: `schema ${version} to ${needed}` },
      Effect.void,
    ).pipe(Effect.provide(payments))
  })

export const migrate = definePlaceVerb({
  name: "migrate",
  title: "Bring the schema up to date",
  summary:
    "Brings the schema up to date, all or nothing, with a user who may; then processes start with migrate: false.",
  example: "qriskit migrate --dry-run",
  access: "write",
  isDangerous: true,
  isIdempotent: true,
  options: decided,
  output: STATE,
  preview: () => Effect.map(state, (before) => ({ lines: lines(before) })),
  run: ({ by, why }) =>
    Effect.gen(function* () {
      const { database, options } = yield* Place
      // A folder without a database is made here, and nowhere else: it cannot be looked into before.
      const before = yield* Effect.option(state)
      yield* Effect.tryPromise({ try: () => migrateDatabase(database, options), catch: unusable })
      const after = yield* state
      const from = before._tag === "Some" ? before.value : { ...after, version: 0 }
      if (from.version < after.version) yield* note(by, why, { ...after, version: from.version })
      return after
    }),
  text: ({ version }) => [`The schema has version ${version}, which this release needs.`],
})
