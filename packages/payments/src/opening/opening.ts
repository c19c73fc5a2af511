import type { CreatePayment, QrisError, QrisProvider } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { byDatabaseClock } from "../database/by-database-clock.js"
import { Database } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { IdempotencyConflict, type NoSuchProvider } from "../failure.js"
import { now } from "../now.js"
import { clientFor, Providers } from "../providers.js"
import { countFailure, countWritten } from "../reading/metrics.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { takeAsking } from "../record/asking.js"
import { Together } from "../record/carry-out-together.js"
import { get } from "../record/find.js"
import { type PaymentRecord, recordOf } from "../record/record.js"
import { Settings } from "../settings.js"
import { askFirst } from "./ask-first.js"
import { type Intent, type Permission, recordIntent } from "./intent.js"
import { IntentsTogether } from "./intents-together.js"
import { nextProvider } from "./next-provider.js"
import { fingerprintOf, type OpenOptions, OpenPayment, providersIn } from "./open-payment.js"
import {
  type CreateOutcome,
  lostCreate,
  moveOfCreate,
  outcomeOfError,
  settleCreate,
} from "./settle-create.js"

const decode = decodeInput("open", OpenPayment)

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** A minimum of the provider counts from when it looks, a moment after us. */
const MARGIN = 10 * SECOND

/** Storing an answer is worth several tries: it holds a QR that the provider has made. */
const STORE_AGAIN = { schedule: Schedule.exponential("100 millis"), times: 4 } as const

const expiryFor = (provider: QrisProvider, minutes: number | undefined, millis: number): Date | undefined => {
  const { expiry } = provider.capabilities
  if (minutes === undefined || !expiry.supported) return undefined
  const margin = minutes === expiry.minimumMinutes ? MARGIN : 0
  return new Date(millis + minutes * MINUTE + margin)
}

/** The further fields of a provider's own request. */
const fieldsFor = ({ id }: QrisProvider, { provider, providerFields = {} }: OpenPayment): object => {
  const fields = typeof provider === "string" ? providerFields : providerFields[id]
  return typeof fields === "object" && fields !== null ? fields : {}
}

/** What the provider is asked for. It validates the request; further fields are its own. */
const requestFor = (
  provider: QrisProvider,
  request: OpenPayment,
  externalId: string,
  millis: number,
): CreatePayment =>
  ({
    ...fieldsFor(provider, request),
    amount: request.amount,
    externalId,
    orderId: request.orderId ?? request.key,
    ...present({
      description: request.description,
      customer: request.customer,
      notificationUrl: request.notificationUrl,
      items: request.items,
      expiresAt: expiryFor(provider, request.expiresInMinutes, millis),
    }),
  }) as CreatePayment

/** Asks the provider, and turns whatever happens into an outcome: an answer, a failure, an interruption, a defect. */
const createAt = (provider: QrisProvider, request: CreatePayment, createMillis: number) =>
  byDatabaseClock(provider.create(request)).pipe(
    Effect.tapError(countFailure),
    Effect.map((payment): CreateOutcome => ({ kind: "made", payment })),
    Effect.timeoutOrElse({
      duration: createMillis,
      orElse: () => Effect.succeed(lostCreate(`The provider did not answer within ${createMillis} ms.`)),
    }),
  )

const outcomeOf = (exit: Exit.Exit<CreateOutcome, QrisError>): CreateOutcome => {
  if (Exit.isSuccess(exit)) return exit.value
  const failure = Cause.findError(exit.cause)
  if (Result.isSuccess(failure)) return outcomeOfError(failure.success)
  return lostCreate(
    Cause.hasInterruptsOnly(exit.cause) ? "The caller gave up while it was made." : "Creating it broke off.",
  )
}

/**
 * Stores what a create came to: together with others where it is an order's first, else in a transaction of its own.
 */
const store = Effect.fnUntraced(function* ({ attemptId, first }: Intent, outcome: CreateOutcome, at: Date) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  if (first !== undefined) {
    const { payment, attempt, version } = first
    const move = moveOfCreate(attempt, outcome, graceMillis, at)
    const isAlive = outcome.kind === "made"
    const together = yield* (yield* Together).carryOut({ attempt, version, attempts: 1, move, at, isAlive })
    if (together !== undefined) {
      // What was just stored need not be read: nothing else was there, and nothing has happened to it since.
      const { status } = move
      const record = recordOf(
        { ...payment, status, changedAt: at },
        { ...attempt, ...present(move.patch), status, changedAt: at },
      )
      return { written: together, record }
    }
  }
  const written = yield* database.transaction((tx) => settleCreate(tx, attemptId, outcome, graceMillis, at))
  return { written, record: undefined }
})

/** What is to be done for a request: an order that no record knows needs no more than its intent. */
const next = Effect.fnUntraced(function* (request: OpenPayment, fingerprint: string, permission: Permission) {
  const database = yield* Database
  const settings = yield* Settings
  const at = yield* now
  const intent = yield* (yield* IntentsTogether).record({ request, fingerprint, at })
  return intent === undefined
    ? yield* database.transaction((tx) => recordIntent(tx, request, fingerprint, permission, settings, at))
    : ({ kind: "create", intent } as const)
})

/**
 * Carries a stored intent to the provider and stores what came of it, also where its account is gone by now. From the
 * first byte sent on it cannot be interrupted without that being stored.
 */
const carry = Effect.fnUntraced(function* (request: OpenPayment, intent: Intent) {
  const settings = yield* Settings
  const client = yield* clientFor(intent.provider, request.account ?? ONE_ACCOUNT)
  return yield* Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const opening = (yield* now).getTime()
      const creating = Effect.flatMap(Effect.fromResult(client), (provider) =>
        createAt(provider, requestFor(provider, request, intent.externalId, opening), settings.createMillis),
      )
      const created = yield* Effect.exit(restore(creating))
      const at = yield* now
      const outcome = outcomeOf(created)
      const { written, record } = yield* store(intent, outcome, at).pipe(Effect.retry(STORE_AGAIN))
      yield* countWritten(intent.provider, written)
      yield* (yield* Wakeups).due(written.events.map((type) => `deliver ${type}` as const))
      return { exit: created, record }
    }),
  )
})

/** An account that cannot be had just now keeps nobody from the other providers that are named. */
const isUnavailable = (error: QrisError | NoSuchProvider): boolean =>
  error._tag === "QrisError" && error.reason._tag === "AccountUnavailable"

const hasNext = (named: ReadonlyArray<string>, provider: string, error: QrisError): boolean =>
  nextProvider(named, provider, { outcome: error.outcome, reason: error.reason._tag }) !== undefined

const LOOK_AGAIN = 50

/**
 * Waits until another call that is at the provider has stored its answer, for as long as a create may take. Where that
 * call died, the record is still `creating`: the reconciler finds it.
 */
const awaitOther = ({ key, ...of }: OpenPayment, createMillis: number) =>
  get(key, of).pipe(
    Effect.repeat({
      schedule: Schedule.spaced(LOOK_AGAIN),
      times: Math.ceil(createMillis / LOOK_AGAIN),
      until: (record: PaymentRecord) => record.status !== "creating",
    }),
  )

/**
 * Makes an order's QR, once: the same key with the same request gives the same record, in any process, at any time.
 *
 * The intent is committed before the provider is called. A create that surely made nothing fails with its `QrisError`,
 * and the same call may be repeated. One whose outcome is unknown gives a record that says `unknown`; where another
 * call is at the provider for longer than a create may take, the record says `creating`.
 *
 * Where several providers are named, the next one is asked after one that is away, whose account cannot be had just
 * now, or whose create is unknown. An unknown QR is shown to nobody; money that comes for it all the same is a finding.
 *
 * Before a further attempt of one key the provider is asked about every earlier one that can have money: where it has,
 * that is the answer; where it cannot be asked, the call fails with what kept it.
 *
 * Fails with `InvalidInput`, `NoSuchProvider`, `IdempotencyConflict`, `QrisError`, `DatabaseFailure`.
 */
export const open = Effect.fn("Payments.open")(function* (input: unknown, options: OpenOptions = {}) {
  const settings = yield* Settings
  const request = yield* decode(input)
  const named = providersIn(request)
  const providers = yield* Providers
  for (const id of named)
    yield* Effect.catchIf(
      providers.get(id, request.account ?? ONE_ACCOUNT),
      (error) => named.length > 1 && isUnavailable(error),
      () => Effect.void,
    )
  yield* Effect.annotateCurrentSpan({ "qris.provider": named.join(" "), "qris.key": request.key })
  const fingerprint = fingerprintOf(request)
  let left = options.retryUnknownCreates ?? settings.retryUnknownCreates
  let renew = options.renew ?? false

  const isUnasked = options.unasked ?? false
  let since: number | undefined

  while (true) {
    const permission = { renew, retryUnknown: left > 0, since, isUnasked }
    const found = yield* next(request, fingerprint, permission)
    if (found.kind === "ask") {
      since = yield* takeAsking()
      yield* askFirst(found.attemptIds)
      continue
    }
    // One call makes one new QR, if any: whatever it finds after that is the answer.
    renew = false
    switch (found.kind) {
      case "done":
        return found.record
      case "conflict":
        return yield* new IdempotencyConflict({ key: request.key })
      case "wait":
        if ((yield* awaitOther(request, settings.createMillis)).status === "creating")
          return yield* get(request.key, request)
        break
      case "create": {
        const { exit, record: stored } = yield* carry(request, found.intent)
        if (found.intent.followsUnknown) left -= 1
        if (Exit.isFailure(exit)) {
          const failure = Cause.findError(exit.cause)
          if (Result.isFailure(failure)) return yield* Effect.failCause(failure.failure)
          if (hasNext(named, found.intent.provider, failure.success)) break
          if (failure.success.outcome !== "unknown") return yield* failure.success
        }
        const record = stored ?? (yield* get(request.key, request))
        // It was made, and is not believed: the next one may make another.
        if (record.failure && nextProvider(named, record.provider, record.failure) !== undefined) break
        if (record.status !== "unknown" || left === 0) return record
      }
    }
  }
})
