import { decodeConfiguration, type InvalidConfiguration, type QrisError } from "@qriskit/core"
import {
  type DatabaseFailure,
  type EndpointSecretFailure,
  type IdempotencyConflict,
  InvalidInput,
  type NoFreeAmount,
  type NoSuchEndpoint,
  type NoSuchItem,
  type NoSuchPayment,
  type NoSuchProvider,
  type NoSuchRefund,
  type NotExpected,
  type NotRefundable,
  type Payments,
  type UnusableDatabase,
  type WrongRefundState,
  type WrongState,
} from "@qriskit/payments"
import type { StatementError } from "@qriskit/statements"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { NotConfigured } from "../open/not-configured.js"
import type { Place } from "../open/place.js"
import type { Paper } from "../text/paper.js"
import { jsonOf } from "./json.js"
import type { Option } from "./option.js"

/** Everything that a verb can fail with: of payments, of a provider, or of how this tool was set up. */
export type VerbError =
  | QrisError
  | InvalidConfiguration
  | InvalidInput
  | IdempotencyConflict
  | NoSuchPayment
  | NoSuchProvider
  | NoSuchItem
  | NoSuchRefund
  | NoSuchEndpoint
  | EndpointSecretFailure
  | StatementError
  | NotRefundable
  | NotExpected
  | NoFreeAmount
  | WrongState
  | WrongRefundState
  | DatabaseFailure
  | UnusableDatabase
  | NotConfigured

/** What an answer means: all is well; something waits for a person; nobody knows what became of it. */
export type Verdict = "fine" | "wrong" | "unknown"

/** What a verb answers. */
export interface Answer {
  /** As the verb's `output` says. */
  readonly value: Schema.Json
  readonly verdict: Verdict
  /** For people, in lines. */
  text(paper: Paper): ReadonlyArray<string>
}

/** What a verb is about to do, for whoever has to say yes. */
export interface Preview {
  readonly lines: ReadonlyArray<string>
  /** The same input with what was left open: what is agreed to is what is done. */
  readonly input: Readonly<Record<string, unknown>>
}

/** What a verb says of itself. */
interface Described {
  readonly name: string
  /** A few words, as a title. */
  readonly title: string
  /** One sentence. */
  readonly summary: string
  /** What somebody would type. */
  readonly example: string
  /** `look` changes nothing; `write` asks who and why, and is recorded. */
  readonly access: "look" | "write"
}

interface Runs<R> extends Described {
  readonly options: Readonly<Record<string, Option>>
  /** What it takes, as JSON. */
  readonly input: Schema.Constraint
  /** What it answers, as JSON. */
  readonly output: Schema.Constraint
  /** `items` of the output are a list, with `next` where there are more. */
  readonly isList: boolean
  /** Asks before it is done, or wants a yes beforehand. */
  readonly isDangerous: boolean
  /** Reads files of this machine: for whoever sits at it. */
  readonly isLocal: boolean
  /** Done twice with the same input, it is as done once. */
  readonly isIdempotent: boolean
  /**
   * The provider that may be asked: its credentials are loaded. Absent where none is; `undefined` where
   * this input wants none.
   */
  readonly providerOf?: (input: unknown) => Effect.Effect<string | undefined, VerbError, R>
  /** Whether it can take this. Needs nothing. */
  check(input: unknown): Effect.Effect<void, InvalidInput>
  /** What it would do. Changes nothing. */
  preview(input: unknown): Effect.Effect<Preview, VerbError, R>
  /** Does it, and gives what is shown. */
  run(input: unknown): Effect.Effect<Answer, VerbError, R>
}

/** A verb over payments. */
export interface PaymentsVerb extends Runs<Payments | Place> {
  readonly isOnPlace: false
}

/** A verb on the database itself, whatever its schema is. */
export interface PlaceVerb extends Runs<Place> {
  readonly isOnPlace: true
}

/** Something that one can do with payments: one row of the table that the command line and the MCP server render. */
export type Verb = PaymentsVerb | PlaceVerb

type Options = Readonly<Record<string, Option>>
/** What a verb with such options is told. */
export type Input<O extends Options> = Schema.Struct<{ readonly [K in keyof O]: O[K]["schema"] }>

/** What it would do, and what that leaves no longer open. */
interface Shown {
  readonly lines: ReadonlyArray<string>
  readonly decided?: Readonly<Record<string, unknown>>
}

/** What the author of a verb writes: the same with types. */
interface Definition<O extends Options, A, R> extends Described {
  readonly options: O
  readonly output: Schema.Constraint
  readonly isList?: boolean
  readonly isDangerous?: boolean
  readonly isLocal?: boolean
  readonly isIdempotent?: boolean
  readonly providerOf?: (input: Input<O>["Type"]) => Effect.Effect<string | undefined, VerbError, R>
  readonly preview?: (input: Input<O>["Type"]) => Effect.Effect<Shown, VerbError, R>
  /** Does it, and gives what is shown. */
  readonly run: (input: Input<O>["Type"]) => Effect.Effect<A, VerbError, R>
  readonly verdict?: (answer: A) => Verdict
  readonly text: (answer: A, paper: Paper) => ReadonlyArray<string>
}

/** A definition as verbs are met: taking and giving JSON, whatever its own types are. */
const erased = <O extends Options, A, R>({
  verdict = () => "fine",
  text,
  run,
  preview,
  providerOf,
  options,
  ...definition
}: Definition<O, A, R>): Runs<R> => {
  const input = Schema.Struct(
    Object.fromEntries(Object.entries(options).map(([name, { schema }]) => [name, schema])),
  )
  const read = decodeConfiguration(definition.name, input)
  const decoded = (given: unknown): Effect.Effect<Input<O>["Type"], InvalidInput> => {
    const result = read(given)
    return Result.isSuccess(result)
      ? // Made of the schemas of `options`, one by one.
        Effect.succeed(result.success as Input<O>["Type"])
      : Effect.fail(new InvalidInput({ operation: definition.name, issues: result.failure.issues }))
  }
  const shown = (wanted: Input<O>["Type"]): Effect.Effect<Shown, VerbError, R> =>
    preview === undefined ? Effect.succeed({ lines: [definition.summary] }) : preview(wanted)
  return {
    isList: false,
    isDangerous: false,
    isLocal: false,
    isIdempotent: definition.access === "look",
    ...definition,
    options,
    input,
    ...(providerOf === undefined
      ? {}
      : { providerOf: (given: unknown) => Effect.flatMap(decoded(given), providerOf) }),
    check: (given) => Effect.asVoid(decoded(given)),
    preview: (given) =>
      Effect.map(Effect.flatMap(decoded(given), shown), ({ lines, decided = {} }) => ({
        lines,
        input: { ...Object(given), ...decided },
      })),
    run: (given) =>
      Effect.map(Effect.flatMap(decoded(given), run), (answer) => ({
        value: jsonOf(answer),
        verdict: verdict(answer),
        text: (paper) => text(answer, paper),
      })),
  }
}

/** A verb over payments. */
export const defineVerb = <const O extends Options, A>(
  definition: Definition<O, A, Payments | Place>,
): PaymentsVerb => ({ ...erased(definition), isOnPlace: false })

/** A verb on the database itself, whatever its schema is. */
export const definePlaceVerb = <const O extends Options, A>(
  definition: Definition<O, A, Place>,
): PlaceVerb => ({ ...erased(definition), isOnPlace: true })
