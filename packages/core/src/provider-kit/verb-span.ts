import * as Effect from "effect/Effect"
import { type Operation, QrisError } from "../error.js"
import { present } from "./wire-values.js"
import { catchError, whereTraced } from "./without-fiber.js"

/** What a span says of a verb beside its name. */
export interface VerbSpan {
  /** The span's name, as in `Ifortepay.create`. */
  readonly span: string
  readonly provider: string
  readonly operation: Operation
  /** Whose credentials, where the client is one of many accounts: errors and spans name it. */
  readonly account?: string | undefined
}

/** The same error with the account that it happened to. */
export const namingAccount = (
  { provider, operation, reason, found }: QrisError,
  account: string,
): QrisError => new QrisError({ provider, operation, reason, account, ...present({ found }) })

/** A verb's failures, with the account where it is one of many. */
const naming = <A>(
  account: string | undefined,
  verb: Effect.Effect<A, QrisError>,
): Effect.Effect<A, QrisError> =>
  account === undefined ? verb : catchError(verb, (error) => Effect.fail(namingAccount(error, account)))

type Answered = { readonly providerStatus: string; readonly status: string }

type Subject = { readonly externalId?: unknown }

const described = <A extends Answered | undefined>(
  { provider, operation, account }: VerbSpan,
  subject: Subject,
  run: Effect.Effect<A, QrisError>,
): Effect.Effect<A, QrisError> =>
  Effect.annotateCurrentSpan({
    "qris.provider": provider,
    "qris.operation": operation,
    "qris.external_id": typeof subject?.externalId === "string" ? subject.externalId.slice(0, 255) : "",
    ...(account === undefined ? {} : { "qris.account": account }),
  }).pipe(
    Effect.andThen(run),
    Effect.tap((answer) =>
      Effect.annotateCurrentSpan({ "qris.outcome": "answered", "qris.status": answer?.status ?? "none" }),
    ),
    Effect.tapError((error) =>
      Effect.annotateCurrentSpan({ "qris.outcome": error.outcome, "qris.reason": error.reason._tag }),
    ),
  )

/**
 * `Effect.fn`, except where tracing is off: there it runs the function alone. A span that nobody records, and the stack
 * it remembers, cost more than all else that a call does besides the network.
 */
export const spanned = <Args extends Array<unknown>, A, E, R = never>(
  name: string,
  run: (...args: Args) => Effect.Effect<A, E, R>,
  traced: (...args: Args) => Effect.Effect<A, E, R> = run,
): ((...args: Args) => Effect.Effect<A, E, R>) => {
  // Made when it is first needed: it remembers where it was made, which is a text of a kilobyte for every account.
  let withSpan: typeof run | undefined
  return (...args) =>
    whereTraced(
      () => {
        withSpan ??= Effect.fn(name)(traced)
        return withSpan(...args)
      },
      () => run(...args),
    )
}

/** Whose verb it is. */
interface OfAccount {
  /** Whose credentials, where the client is one of many accounts. */
  readonly account?: string | undefined
}

/**
 * A provider's verb with its span, for every merchant alike: made once, and not for each of thousands of accounts.
 * Attributes: `qris.provider`, `qris.operation`, `qris.external_id`, `qris.outcome`, and `qris.reason` or `qris.status`
 * (`none` where there is nothing to tell of); `qris.account` for one of many. Never a secret, never a body. Fails as
 * `run` does, with the account where it is one of many.
 *
 * @example
 * ```ts
 * import type { Payment, PaymentRef, QrisError } from "@qriskit/core"
 * import { untraced, verbFor } from "@qriskit/core/provider-kit"
 * import type * as Effect from "effect/Effect"
 *
 * interface Merchant {
 *   readonly account: string | undefined
 *   readonly ask: (ref: PaymentRef) => Effect.Effect<Payment, QrisError>
 * }
 *
 * const inquire = verbFor(
 *   { span: "Contoh.inquire", provider: "contoh", operation: "inquire" },
 *   untraced(function* (merchant: Merchant, ref: PaymentRef) {
 *     return yield* merchant.ask(ref)
 *   }),
 * )
 * ```
 */
export const verbFor = <
  Merchant extends OfAccount,
  Of extends Subject,
  Rest extends Array<unknown>,
  A extends Answered | undefined,
>(
  { span, provider, operation }: Omit<VerbSpan, "account">,
  run: (merchant: Merchant, subject: Of, ...rest: Rest) => Effect.Effect<A, QrisError>,
): ((merchant: Merchant, subject: Of, ...rest: Rest) => Effect.Effect<A, QrisError>) => {
  let withSpan: typeof run | undefined
  return (merchant, subject, ...rest) =>
    whereTraced(
      () => {
        withSpan ??= Effect.fn(span)((whose: Merchant, of: Of, ...more: Rest) => {
          const { account } = whose
          return described(
            { span, provider, operation, account },
            of,
            naming(account, run(whose, of, ...more)),
          )
        })
        return withSpan(merchant, subject, ...rest)
      },
      () => naming(merchant.account, run(merchant, subject, ...rest)),
    )
}

/**
 * The same for the verb of one merchant.
 *
 * @example
 * ```ts
 * import type { Payment, PaymentRef, QrisError } from "@qriskit/core"
 * import { verb } from "@qriskit/core/provider-kit"
 * import * as Effect from "effect/Effect"
 *
 * declare const ask: (ref: PaymentRef) => Effect.Effect<Payment, QrisError>
 *
 * const inquire = verb(
 *   { span: "Contoh.inquire", provider: "contoh", operation: "inquire" },
 *   Effect.fnUntraced(function* (ref: PaymentRef) {
 *     return yield* ask(ref)
 *   }),
 * )
 * ```
 */
export const verb = <Of extends Subject, Rest extends Array<unknown>, A extends Answered | undefined>(
  { account, ...span }: VerbSpan,
  run: (subject: Of, ...rest: Rest) => Effect.Effect<A, QrisError>,
): ((subject: Of, ...rest: Rest) => Effect.Effect<A, QrisError>) => {
  const whose = { account }
  const verbOf = verbFor(span, (_: OfAccount, subject: Of, ...rest: Rest) => run(subject, ...rest))
  return (subject, ...rest) => verbOf(whose, subject, ...rest)
}
