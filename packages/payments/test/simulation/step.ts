import fc from "fast-check"

/** What goes wrong at an acquirer, once. All of it quick: silence would cost real time. */
export const FAULTS = [
  "cut",
  "silent-create",
  "half-body",
  "bad-gateway",
  "too-many",
  "redirect",
  "oversized",
] as const
export type FaultKind = (typeof FAULTS)[number]

/** What a callback says. */
export const CLAIMS = ["true", "duplicate", "says-paid", "wrong-amount", "forged"] as const

/** One thing that happens. `order` is one of a few orders; odd ones are iFortepay's, even ones Zipay's. */
export type PlainStep =
  | {
      readonly do: "open" | "renew" | "cancel" | "refresh" | "pay" | "pay-late" | "pay-wrong"
      readonly order: number
    }
  | { readonly do: "callback"; readonly order: number; readonly claim: (typeof CLAIMS)[number] }
  | { readonly do: "stranger" | "static" | "reconcile" | "heal" }
  | { readonly do: "advance"; readonly seconds: number }
  | { readonly do: "fault"; readonly fault: FaultKind; readonly times: number }
  | { readonly do: "handlers-fail"; readonly times: number }
  | { readonly do: "word"; readonly order: number; readonly word: string }

export type Step =
  | PlainStep
  | { readonly do: "crash"; readonly in: PlainStep; readonly place: number }
  /** An inquiry about the order is answered, and that arrives only after something else has happened. */
  | { readonly do: "overtake"; readonly order: number; readonly by: PlainStep }
  /** The acquirer answers the order's create with the id of a payment that it made for another. */
  | { readonly do: "repeat-id"; readonly order: number }
  | { readonly do: "restart" }

export const ORDERS = 4
const order = fc.nat({ max: ORDERS - 1 })

const onOrder = (
  weight: number,
  what: Extract<PlainStep, { order: number }>["do"] & Exclude<PlainStep["do"], "callback" | "word">,
) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(what), order }) as fc.Arbitrary<PlainStep>,
})

const plainStep: fc.Arbitrary<PlainStep> = fc.oneof(
  onOrder(8, "open"),
  onOrder(3, "renew"),
  onOrder(8, "pay"),
  onOrder(2, "pay-late"),
  onOrder(1, "pay-wrong"),
  onOrder(3, "cancel"),
  onOrder(2, "refresh"),
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant("callback" as const), order, claim: fc.constantFrom(...CLAIMS) }),
  },
  { weight: 6, arbitrary: fc.constant({ do: "reconcile" as const }) },
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
  { weight: 1, arbitrary: fc.constant({ do: "heal" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "stranger" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "static" as const }) },
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

/** A history: anything may happen after anything, and a process may die within each of it. */
export const history: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: plainStep },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("crash" as const),
        in: plainStep,
        place: fc.integer({ min: 1, max: 25 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("overtake" as const), order, by: plainStep }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("repeat-id" as const), order }) },
    { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
  ),
  { minLength: 5, maxLength: 40, size: "max" },
)
