import type { QrisError } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { Written } from "../record/move.js"
import { AlsoMeasure } from "./measure.js"

const counter = (name: string, description: string) =>
  Metric.counter(name, { description, incremental: true })

const level = (name: string, description: string) => Metric.gauge(name, { description })

/** Upper bounds of the buckets of the callbacks' lag, in milliseconds. */
export const LAG_BOUNDARIES: ReadonlyArray<number> = Metric.exponentialBoundaries({
  start: 10,
  factor: 2,
  count: 16,
}).filter(Number.isFinite)

/**
 * What operators look at. Counters have the attribute `provider`, and `kind` or `outcome` where there are several; none
 * for messages. Gauges tell of load before anything is refused: they are renewed every ten seconds in a process that
 * works, and by `health()`.
 */
export const METRICS = {
  opened: counter("qriskit_payments_opened", "QRs made"),
  paid: counter("qriskit_payments_paid", "Orders paid"),
  anomalies: counter("qriskit_payments_anomalies", "Findings for a person, by kind"),
  inquiries: counter("qriskit_payments_inquiries", "Inquiries made"),
  providerFailures: counter(
    "qriskit_payments_provider_failures",
    "Calls without an answer, by operation and outcome",
  ),
  callbacks: counter("qriskit_payments_callbacks", "Callbacks received, by verdict"),
  delivered: counter("qriskit_payments_events_delivered", "Events that handlers took"),
  undelivered: counter("qriskit_payments_events_failed", "Deliveries that failed"),
  deadLetters: counter("qriskit_payments_dead_letters", "Events given up until a person replays them"),
  messagesDelivered: counter("qriskit_payments_messages_delivered", "Messages that endpoints took"),
  messagesFailed: counter("qriskit_payments_messages_failed", "Attempts to send a message that failed"),
  messagesDead: counter("qriskit_payments_messages_dead", "Messages given up until a person resends them"),
  endpointsDisabled: counter(
    "qriskit_payments_endpoints_disabled",
    "Endpoints that were disabled because they are gone or failed for long",
  ),
  callbackLag: Metric.histogram("qriskit_payments_callback_lag_ms", {
    description: "Milliseconds from a callback to the inquiry that checked it",
    boundaries: LAG_BOUNDARIES,
  }),
  waiting: level("qriskit_payments_waiting", "What waits for its turn, by stage; up to 1,000 of each"),
  inFlight: level("qriskit_payments_in_flight", "Work under way in this process, by lane"),
  slow: level("qriskit_payments_slow", "Of that, what takes longer than it should"),
  room: level("qriskit_payments_room", "As much is under way at most, not counting what is slow"),
  largestShare: level(
    "qriskit_payments_largest_share",
    "Places of a lane that one account, or the handlers of one type of event, take",
  ),
  databaseUp: level("qriskit_payments_database_up", "1 where this process reaches its database, else 0"),
  inquiryLag: level(
    "qriskit_payments_inquiry_lag_ms",
    "Milliseconds that the inquiry which is due longest has waited",
  ),
  eventLag: level(
    "qriskit_payments_event_lag_ms",
    "Milliseconds that the event which is due longest has waited for this process's handlers",
  ),
  deliveriesFailing: level(
    "qriskit_payments_deliveries_failing",
    "Events that handlers did not take and that come again; up to 1,000",
  ),
  deadLettersWaiting: level(
    "qriskit_payments_dead_letters_waiting",
    "Events given up until a person replays or skips them",
  ),
  anomaliesOpen: level("qriskit_payments_anomalies_open", "Findings that nobody has acknowledged"),
  gatesClosed: level(
    "qriskit_payments_gates_closed",
    "Providers, or accounts of a provider, that are not asked for now",
  ),
  inquiryRate: level("qriskit_payments_inquiry_rate", "Inquiries a second that a provider takes, as learnt"),
} as const

type Attributes = Readonly<Record<string, string>>

/** Metrics with their attributes, made once: providers, kinds, reasons and lanes are few. */
const attributed = new Map<string, Metric.Metric<number, unknown>>()

/** Takes a measurement: into Effect's registry, and to whoever else measures. */
export const measure = (
  metric: Metric.Metric<number, unknown>,
  attributes: Attributes,
  value: number,
): Effect.Effect<void> =>
  Effect.flatMap(AlsoMeasure, (also) => {
    also?.(metric, attributes, value)
    const key = `${metric.id} ${Object.values(attributes).join(" ")}`
    const known = attributed.get(key) ?? Metric.withAttributes(metric, attributes)
    attributed.set(key, known)
    return Metric.update(known, value)
  })

/** Adds one to a counter. */
export const count = (metric: Metric.Counter<number>, attributes: Attributes): Effect.Effect<void> =>
  measure(metric, attributes, 1)

/** Sets a gauge. */
export const gauge = (
  metric: Metric.Gauge<number>,
  attributes: Attributes,
  value: number,
): Effect.Effect<void> => measure(metric, attributes, value)

/** Counts what a move wrote. */
export const countWritten = (provider: string, { events, anomalies }: Written): Effect.Effect<void> =>
  Effect.all(
    [
      ...events.filter((type) => type === "opened").map(() => count(METRICS.opened, { provider })),
      ...events.filter((type) => type === "paid").map(() => count(METRICS.paid, { provider })),
      ...anomalies.map((kind) => count(METRICS.anomalies, { provider, kind })),
    ],
    { discard: true },
  )

/** Counts a provider's failure by what it means. */
export const countFailure = (error: QrisError): Effect.Effect<void> =>
  count(METRICS.providerFailures, {
    provider: error.provider,
    operation: error.operation,
    outcome: error.outcome,
    reason: error.reason._tag,
  })
