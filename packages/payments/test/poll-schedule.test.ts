import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { LATE_LOOKS, nextInquiry, pauseAfterFailures, type Watch } from "../src/inquiring/poll-schedule.js"
import { AttemptStatus } from "../src/record/attempt-status.js"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const GRACE = 2 * MINUTE

const watch = (fields: Partial<Watch> = {}): Watch => ({
  status: "pending",
  openedAt: 0,
  expiresAt: 30 * MINUTE,
  changedAt: 0,
  hasRef: true,
  ...fields,
})

describe("when a payment is asked about next", () => {
  test.each([
    ["in the first minutes", 0, 5_000],
    ["in the first quarter of an hour", 4 * MINUTE, 15_000],
    ["in the first hour", 20 * MINUTE, MINUTE],
  ])("%s it is asked about often", (_when, now, after) => {
    expect(nextInquiry(watch(), now, GRACE)).toBe(now + after)
  })

  test("the last regular look lands on the final inquiry, after expiry and grace", () => {
    expect(nextInquiry(watch(), 31.5 * MINUTE, GRACE)).toBe(32 * MINUTE)
  })

  test("one that never expires is asked about every half an hour in the end", () => {
    const forever = watch({ expiresAt: Number.MAX_SAFE_INTEGER })
    expect(nextInquiry(forever, 48 * HOUR, GRACE)).toBe(48.5 * HOUR)
  })

  test("without a reference there is nothing to ask about", () => {
    expect(nextInquiry(watch({ hasRef: false, status: "unknown" }), 0, GRACE)).toBeUndefined()
  })

  test("an ended one gets its late looks, and then none", () => {
    const ended = watch({ status: "expired", changedAt: 32 * MINUTE })
    const looks: Array<number> = []
    for (
      let at = nextInquiry(ended, 32 * MINUTE, GRACE);
      at !== undefined;
      at = nextInquiry(ended, at, GRACE)
    )
      looks.push(at - 32 * MINUTE)
    expect(looks).toEqual(LATE_LOOKS)
  })

  test.each<AttemptStatus>(["canceled", "failed"])("one that is %s gets its late looks", (status) => {
    expect(nextInquiry(watch({ status, changedAt: MINUTE }), MINUTE, GRACE)).toBe(MINUTE + 10 * MINUTE)
  })

  test("a review is looked at as often as a pending one, and rarely after its time", () => {
    expect(nextInquiry(watch({ status: "under_review" }), 0, GRACE)).toBe(5_000)
    expect(nextInquiry(watch({ status: "under_review" }), 40 * MINUTE, GRACE)).toBe(40 * MINUTE + 6 * HOUR)
  })

  test.each<AttemptStatus>(["refund_pending", "partially_refunded"])(
    "a payment that is %s is looked at for a month",
    (status) => {
      expect(nextInquiry(watch({ status }), 0, GRACE)).toBe(6 * HOUR)
      expect(nextInquiry(watch({ status }), 31 * 24 * HOUR, GRACE)).toBeUndefined()
    },
  )

  test.each<AttemptStatus>(["paid", "refunded", "creating", "not_created"])(
    "one that is %s is not asked about",
    (status) => {
      expect(nextInquiry(watch({ status }), 0, GRACE)).toBeUndefined()
    },
  )

  test("the next inquiry always lies ahead, and an unpaid QR has finitely many", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...AttemptStatus.literals),
        fc.integer({ min: 0, max: 100 * HOUR }),
        fc.integer({ min: 0, max: 100 * HOUR }),
        (status, expiresAt, now) => (nextInquiry(watch({ status, expiresAt }), now, GRACE) ?? now + 1) > now,
      ),
    )
    let polls = 0
    for (
      let at: number | undefined = 0;
      at !== undefined && at < 32 * MINUTE;
      at = nextInquiry(watch(), at, GRACE)
    )
      polls++
    expect(polls).toBeLessThan(120)
  })
})

test("silence of the provider is answered with longer pauses, up to a quarter of an hour", () => {
  expect([0, 1, 2, 3, 20].map(pauseAfterFailures)).toEqual([10_000, 10_000, 20_000, 40_000, 15 * MINUTE])
})
