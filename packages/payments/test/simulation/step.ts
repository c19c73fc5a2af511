import fc from "fast-check"
import type { Leg } from "../support/lost-packets.js"

/** What goes wrong at an acquirer, once. All of it quick: silence would cost real time. */
const FAULTS = [
  "cut",
  "acts-in-silence",
  "half-body",
  "bad-gateway",
  "too-many",
  "redirect",
  "oversized",
] as const
export type FaultKind = (typeof FAULTS)[number]

/** What a callback says. */
const CLAIMS = ["true", "duplicate", "says-paid", "wrong-amount", "forged"] as const

/** How much of what was asked is to go back. The last is more than may. */
export const PARTS = ["all", "half", "little", "too-much"] as const

/** What becomes of a refund that is pending. */
export const ENDS = ["succeeded", "failed"] as const

/** Acquirers that refund, cancel or do neither, and report what they were paid. */
export const REPORTERS = ["zipay", "ifortepay", "midtrans", "xendit"] as const

/** What an acquirer's report says of what it was paid. */
export const REPORTED = [
  "all",
  "the first half",
  "the last half",
  "as pending",
  "other fees",
  "another amount",
  "another's money",
] as const
export type Reported = (typeof REPORTED)[number]

/** Which payouts a bank's statement has. */
export const CREDITS = ["all", "all but one", "and others'"] as const
export type Credits = (typeof CREDITS)[number]

/** What somebody does with statements. */
export type StatementStep =
  | {
      readonly do: "report"
      readonly provider: (typeof REPORTERS)[number]
      readonly reported: Reported
    }
  | { readonly do: "bank"; readonly credits: Credits }
  | { readonly do: "same-file" | "undo" | "match" }

/** One thing that happens. `order` is one of a few orders, each at other acquirers. */
export type PlainStep =
  | {
      readonly do:
        | "open"
        | "renew"
        | "cancel"
        | "refresh"
        | "pay"
        | "pay-late"
        | "pay-wrong"
        | "pay-unshown"
        | "refund-again"
        | "refund-elsewhere"
      readonly order: number
    }
  | { readonly do: "refund"; readonly order: number; readonly part: (typeof PARTS)[number] }
  /** The acquirer comes to the end of a refund that was pending. */
  | { readonly do: "refund-ends"; readonly order: number; readonly status: (typeof ENDS)[number] }
  /** A person says what became of a refund, rightly or not. */
  | { readonly do: "resolve"; readonly order: number; readonly wentBack: boolean }
  | { readonly do: "callback"; readonly order: number; readonly claim: (typeof CLAIMS)[number] }
  | { readonly do: "stranger" | "static" | "reconcile" | "heal" }
  | { readonly do: "advance"; readonly seconds: number }
  | { readonly do: "fault"; readonly fault: FaultKind; readonly times: number }
  | { readonly do: "handlers-fail"; readonly times: number }
  | { readonly do: "word"; readonly order: number; readonly word: string }
  | StatementStep

export type Step =
  | PlainStep
  /** The process is killed at a line of it. */
  | { readonly do: "crash"; readonly in: PlainStep; readonly place: number }
  /** A packet to the database, or its answer, vanishes. */
  | { readonly do: "lose"; readonly in: PlainStep; readonly place: number; readonly leg: Leg }
  /** Both processes at the same time: the one does this, the other that. */
  | { readonly do: "together"; readonly this: PlainStep; readonly that: PlainStep }
  /** An inquiry about the order is answered, and that arrives only after something else has happened. */
  | { readonly do: "overtake"; readonly order: number; readonly by: PlainStep }
  /** The acquirer answers the order's create with the id of a payment that it made for another. */
  | { readonly do: "repeat-id"; readonly order: number }
  /** The process's clock steps to so many seconds ahead of the true time. */
  | { readonly do: "clock"; readonly ahead: number }
  | { readonly do: "restart" }

/** A step, and in which of the processes it happens. */
export interface Move {
  readonly at: number
  readonly step: Step
}

export const PROCESSES = 2
export const ORDERS = 6
const order = fc.nat({ max: ORDERS - 1 })

type OnOrder = Exclude<
  Extract<PlainStep, { order: number }>["do"],
  "callback" | "word" | "refund" | "refund-ends" | "resolve"
>

const onOrder = (weight: number, what: OnOrder) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(what), order }) as fc.Arbitrary<PlainStep>,
})

type Once = "reconcile" | "heal" | "stranger" | "static" | "same-file" | "undo" | "match"

const once = (weight: number, what: Once) => ({
  weight,
  arbitrary: fc.constant({ do: what }) as fc.Arbitrary<PlainStep>,
})

const plainStep: fc.Arbitrary<PlainStep> = fc.oneof(
  onOrder(8, "open"),
  onOrder(3, "renew"),
  onOrder(8, "pay"),
  onOrder(2, "pay-late"),
  onOrder(1, "pay-wrong"),
  onOrder(1, "pay-unshown"),
  onOrder(3, "cancel"),
  onOrder(2, "refresh"),
  {
    weight: 5,
    // Most orders cannot be refunded: those that can come more often.
    arbitrary: fc.record({
      do: fc.constant("refund" as const),
      order: fc.constantFrom(2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 0),
      part: fc.constantFrom(...PARTS),
    }),
  },
  onOrder(2, "refund-again"),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("refund-ends" as const),
      order: fc.constantFrom(4, 4, 5),
      status: fc.constantFrom(...ENDS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("resolve" as const),
      order: fc.constantFrom(2, 2, 3, 4, 4, 5),
      wentBack: fc.boolean(),
    }),
  },
  onOrder(1, "refund-elsewhere"),
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant("callback" as const), order, claim: fc.constantFrom(...CLAIMS) }),
  },
  once(6, "reconcile"),
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("advance" as const),
      seconds: fc.constantFrom(2, 10, 60, 300, 1_000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("fault" as const),
      fault: fc.constantFrom(...FAULTS),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("report" as const),
      provider: fc.constantFrom(...REPORTERS),
      reported: fc.constantFrom(...REPORTED),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("bank" as const), credits: fc.constantFrom(...CREDITS) }),
  },
  once(1, "same-file"),
  once(2, "undo"),
  once(1, "match"),
  once(1, "heal"),
  once(1, "stranger"),
  once(1, "static"),
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("handlers-fail" as const),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("word" as const),
      order,
      word: fc.constantFrom("ACTIVE", "EXPIRED", "FAILED", "NEED_REVIEW", "BOGUS"),
    }),
  },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: plainStep },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("crash" as const),
      in: plainStep,
      place: fc.integer({ min: 1, max: 25 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("lose" as const),
      in: plainStep,
      place: fc.integer({ min: 1, max: 8 }),
      leg: fc.constantFrom("there" as const, "back" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("together" as const), this: plainStep, that: plainStep }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("overtake" as const), order, by: plainStep }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("repeat-id" as const), order }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("clock" as const),
      ahead: fc.constantFrom(-3_600, -30, 0, 30, 3_600),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "restart" as const }) },
)

/** A history: anything may happen after anything, in either process, and either may die within each of it. */
export const history: fc.Arbitrary<ReadonlyArray<Move>> = fc.array(
  fc.record({ at: fc.nat({ max: PROCESSES - 1 }), step }),
  { minLength: 5, maxLength: 40, size: "max" },
)
