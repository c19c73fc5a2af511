import type { Environment } from "@qriskit/core/provider-kit"
import {
  type Database,
  type DatabaseOptions,
  layerDatabase,
  Payments,
  type ProviderInput,
  type UnusableDatabase,
} from "@qriskit/payments"
import { endpoints } from "@qriskit/payments/endpoints"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Semaphore from "effect/Semaphore"
import type { Answer, PaymentsVerb, Preview, Verb, VerbError } from "../verbs/verb.js"
import { NotConfigured } from "./not-configured.js"
import { Place } from "./place.js"
import { lazyProviders } from "./providers.js"

/** What a desk is over. */
export interface DeskOptions {
  /** A `postgres://` URL, or a folder of the embedded database. It may hold a password, and is never printed. */
  readonly database: string
  /** The tool that people use, for what is recorded of their acts: `cli`, `mcp`, or a tool of yours. */
  readonly via: string
  /** Variables of providers. Default: none. */
  readonly environment?: Environment
  /** A module of the user's that exports providers, instead of the environment. */
  readonly providers?: string
  readonly options?: Omit<DatabaseOptions, "migrate">
}

/**
 * Where verbs are done. Each call opens the database and closes it: nothing is held in between, no worker runs, and
 * nothing but `migrate` migrates.
 */
export interface Desk {
  readonly preview: (verb: Verb, input: unknown) => Effect.Effect<Preview, VerbError>
  readonly run: (verb: Verb, input: unknown) => Effect.Effect<Answer, VerbError>
  /** Payments to look at, until the effect ends. */
  readonly looking: <A, E>(effect: Effect.Effect<A, E, Payments>) => Effect.Effect<A, E | VerbError>
  /** Frees the providers' connections. */
  readonly close: () => Promise<void>
}

/** What one call needs: a statement, and what it is told while it waits. */
const CONNECTIONS = 2

/** Calls at the same time. A folder can be open once. */
const AT_ONCE = { server: 4, folder: 1 } as const

/** Standard output belongs to answers. */
const logged = Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])

const over = (providers: ReadonlyArray<ProviderInput>) =>
  Payments.layerIdle({ providers, endpoints: endpoints() })

/** Whose payment an input means. */
const accountIn = (input: unknown): string | undefined =>
  typeof input === "object" && input !== null && "account" in input && typeof input.account === "string"
    ? input.account
    : undefined

/** Opens a desk. Nothing is connected until something is asked. */
export const openDesk = ({ database, via, environment = {}, providers, options }: DeskOptions): Desk => {
  const settings = { connections: CONNECTIONS, ...options }
  const place = Layer.succeed(Place, { database, options: settings, via })
  const opened: Layer.Layer<Database, UnusableDatabase | NotConfigured> =
    database === "memory://"
      ? Layer.unwrap(
          Effect.fail(
            new NotConfigured({
              description: "memory:// is another database in every process: name a folder or a URL.",
            }),
          ),
        )
      : layerDatabase(database, { ...settings, migrate: false })
  const clients = lazyProviders(
    providers === undefined ? { environment } : { environment, module: providers },
  )

  const askable = (verb: PaymentsVerb, input: unknown) =>
    Effect.gen(function* () {
      if (verb.providerOf === undefined) return []
      const needed = yield* verb.providerOf(input)
      if (needed === undefined) return []
      return yield* clients.load(needed, yield* (yield* Payments).providers, accountIn(input))
    }).pipe(Effect.provide(over([])))

  const surroundings = Layer.merge(opened, place)

  const looking = <A, E>(effect: Effect.Effect<A, E, Payments | Place>): Effect.Effect<A, E | VerbError> =>
    Effect.provide(effect, Layer.provideMerge(over([]), surroundings))

  const run = (verb: PaymentsVerb, input: unknown): Effect.Effect<Answer, VerbError> =>
    Effect.flatMap(askable(verb, input), (inputs) => Effect.provide(verb.run(input), over(inputs))).pipe(
      Effect.provide(surroundings),
    )

  const gate = Semaphore.makeUnsafe(/^postgres(ql)?:/i.test(database) ? AT_ONCE.server : AT_ONCE.folder)
  const inTurn = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    gate.withPermit(Effect.provide(effect, logged))

  // What is wrong is said before a database is looked for.
  const checked = <A>(verb: Verb, input: unknown, effect: Effect.Effect<A, VerbError>) =>
    Effect.andThen(verb.check(input), inTurn(effect))

  return {
    preview: (verb, input) =>
      checked(
        verb,
        input,
        verb.isOnPlace ? Effect.provide(verb.preview(input), place) : looking(verb.preview(input)),
      ),
    run: (verb, input) =>
      checked(verb, input, verb.isOnPlace ? Effect.provide(verb.run(input), place) : run(verb, input)),
    looking: (effect) => inTurn(looking(effect)),
    close: clients.close,
  }
}
