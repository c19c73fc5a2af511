import type { AttemptStatus } from "../record/attempt-status.js"

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How often a QR is asked about, by its age: dense while the customer stands at the till, sparse later. */
export const PACE: ReadonlyArray<{ readonly untilAge: number; readonly every: number }> = [
  { untilAge: 3 * MINUTE, every: 5 * SECOND },
  { untilAge: 15 * MINUTE, every: 15 * SECOND },
  { untilAge: HOUR, every: MINUTE },
  { untilAge: DAY, every: 5 * MINUTE },
]

/** And beyond that. */
export const SLOWEST_PACE = 30 * MINUTE

/** Looks after an attempt ended without money, since its end: a late settlement with a lost callback is still found. */
export const LATE_LOOKS: ReadonlyArray<number> = [10 * MINUTE, HOUR, DAY]

/** Refunds move on the scale of days. */
const REFUND_PACE = 6 * HOUR
const REFUND_WATCH = 30 * DAY

/** What a schedule needs to know of an attempt. Times in milliseconds since 1970. */
export interface Watch {
  readonly status: AttemptStatus
  readonly openedAt: number
  readonly expiresAt: number
  /** When it became what it is. */
  readonly changedAt: number
  /** The provider gave it a reference, so that it can be asked about. */
  readonly hasRef: boolean
}

const paceAt = (age: number): number =>
  PACE.reduceRight((slower, { untilAge, every }) => (age < untilAge ? every : slower), SLOWEST_PACE)

const lateLook = (endedAt: number, now: number): number | undefined =>
  LATE_LOOKS.map((after) => endedAt + after).find((at) => at > now)

/**
 * When an attempt is asked about next, after an inquiry that was answered at `now`; `undefined`: not any more.
 *
 * @param graceMillis how long after its expiry a QR gets its final inquiry
 */
export const nextInquiry = (watch: Watch, now: number, graceMillis: number): number | undefined => {
  if (!watch.hasRef) return undefined
  const finalAt = watch.expiresAt + graceMillis
  switch (watch.status) {
    case "pending":
    case "abandoned":
    case "unknown":
      // The last regular look lands on the final inquiry, so that it is neither missed nor doubled.
      return now < finalAt ? Math.min(now + paceAt(now - watch.openedAt), finalAt) : now + paceAt(DAY)
    case "under_review":
      return now + (now < finalAt ? paceAt(now - watch.openedAt) : REFUND_PACE)
    case "expired":
      return lateLook(Math.max(watch.expiresAt, watch.changedAt), now)
    case "canceled":
    case "failed":
      return lateLook(watch.changedAt, now)
    case "refund_pending":
    case "partially_refunded":
      return now < watch.changedAt + REFUND_WATCH ? now + REFUND_PACE : undefined
    case "creating":
    case "not_created":
    case "paid":
    case "refunded":
      return undefined
  }
}

/**
 * The pause after `failures` inquiries in a row that gave no answer, in milliseconds: 10 seconds, doubling,
 * at most 15 minutes.
 */
export const pauseAfterFailures = (failures: number): number =>
  Math.min(10 * SECOND * 2 ** Math.max(0, failures - 1), 15 * MINUTE)
