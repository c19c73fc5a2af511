import { decodeConfiguration } from "@qriskit/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { PaymentEvent } from "./events/event.js"

const wholeNumber = (minimum: number, maximum: number) =>
  Schema.Int.annotate({ message: "must be a whole number" }).check(
    Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }),
  )

const whole = (minimum: number, maximum: number, fallback: number) =>
  wholeNumber(minimum, maximum).pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const DAY = 86_400_000

/** How new external ids are made: from the order's key and the number of the attempt. Each must be new, for ever. */
export type NewExternalId = (key: string, attempt: number) => string

const NewExternalId = Schema.declare((value): value is NewExternalId => typeof value === "function").annotate(
  {
    message: "must be a function",
  },
)

/** An event that handlers did not take, and what becomes of it. */
export interface FailedDelivery {
  readonly event: PaymentEvent
  /** Which delivery of it this was, from 1. */
  readonly delivery: number
  /** It is a dead letter now; otherwise it comes again after a pause. */
  readonly isDead: boolean
}

/** Is told what handlers threw. What it throws itself is ignored. */
export type OnError = (error: unknown, failed: FailedDelivery) => unknown

const OnError = Schema.declare((value): value is OnError => typeof value === "function").annotate({
  message: "must be a function",
})

/** What a user may set. Every field has a default. Durations in milliseconds. */
export const PaymentsSettings = Schema.Struct({
  /**
   * How many further attempts one `open` makes by itself after a create whose outcome is unknown. Each has a new
   * external id. 0: the record says `unknown`, and the caller decides.
   */
  retryUnknownCreates: whole(0, 5, 0),
  /** Default: 25 random letters and digits. */
  newExternalId: Schema.optionalKey(NewExternalId),
  /** Is told each delivery that failed, beside the log line: for your error tracker. */
  onError: Schema.optionalKey(OnError),
  /** How long a create may take. After it the outcome counts as unknown. */
  createMillis: whole(1_000, 600_000, 60_000),
  /** How long a QR is watched whose expiry neither the caller nor the provider names. */
  watchMillis: whole(60_000, 30 * DAY, DAY),
  /** How long after its expiry a QR gets its final inquiry. */
  graceMillis: whole(0, DAY, 120_000),
  /**
   * Inquiries per second and provider, all processes together. Default: what the provider's capabilities name, else
   * 1,000. Where a provider says "too many", fewer are made by themselves, and more again as time passes.
   */
  inquiriesPerSecond: Schema.optionalKey(wholeNumber(1, 10_000)),
  /** How many of them may come at once. Default: as many as in a second. */
  inquiryBurst: Schema.optionalKey(wholeNumber(1, 10_000)),
  /** Inquiries under way at the same time, for each provider in each process. Slow ones make room for others. */
  inquiriesAtOnce: whole(1, 1_000, 50),
  /** Events being handed over at the same time in each process. With `tx`, at most half of `connections`. */
  deliveriesAtOnce: whole(1, 1_000, 10),
  /** Events handed over in one transaction at most, where handlers have proven quick; one by one where any fails. */
  deliveriesTogether: whole(1, 100, 16),
  /**
   * How long work under way has to end when payments close: all of it together. Then it is left to another process, and
   * closing is over a second later, whatever hangs.
   */
  closeMillis: whole(0, 600_000, 10_000),
  /** How long whoever took an inquiry has before another takes it over: longer than any provider's own deadline. */
  inquiryLeaseMillis: whole(1_000, 3_600_000, 120_000),
  /** Inquiries in a row without an answer that close the gate to a provider, and for how long at first. */
  gateFailures: whole(1, 100, 5),
  gateMillis: whole(100, 3_600_000, 15_000),
  /** How long a handler may take, and how often an event is handed over before it is a dead letter. */
  handlerMillis: whole(100, 600_000, 30_000),
  maxDeliveries: whole(1, 100, 12),
  /** How often due work is looked for beside wake-ups, in milliseconds. */
  sweepMillis: whole(50, 60_000, 1_000),
  /** As much of each kind as one `reconcileNow` does at the same time. */
  reconcileConcurrency: whole(1, 100, 10),
  /** How often a stream of events looks for those of other processes. */
  streamMillis: whole(20, 60_000, 500),
  /** As much of a callback's body as is stored, in bytes. */
  receiptBytes: whole(0, 262_144, 16_384),
  /** Different callbacks that are stored for one attempt. */
  receiptsPerAttempt: whole(1, 1_000, 30),
  /** Callbacks that are not about a payment here, stored per hour, provider, verdict and process. */
  strangersPerHour: whole(0, 100_000, 500),
  /** Rupiah that `expect` may ask above an order's own amount: the smallest surplus that is free is taken. */
  expectSurplus: whole(0, 10_000, 99),
  /**
   * How long an amount on a printed QR rests after its order has ended, before another order may have it: money that
   * comes late meanwhile is known to be the ended order's. Not less than five minutes, since clocks differ.
   */
  expectRestMillis: whole(300_000, 30 * DAY, 6 * 3_600_000),
  /** How long stored callbacks are kept. Those about no payment here: a tenth of it. */
  receiptMillis: whole(DAY, 3650 * DAY, 90 * DAY),
})
export type PaymentsSettings = typeof PaymentsSettings.Type
/** The settings as a user writes them: defaults left out. */
export type PaymentsSettingsInput = typeof PaymentsSettings.Encoded

/** Decodes what a user wrote, or fails with `InvalidConfiguration` naming every wrong field. */
export const decodeSettings = decodeConfiguration("payments", PaymentsSettings)

/** The settings as a service. */
export class Settings extends Context.Service<Settings, PaymentsSettings>()("@qriskit/payments/Settings") {}
