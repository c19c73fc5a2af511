import { inspect } from "node:util"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import { describe, expect, it } from "vitest"
import { type Payment, type PaymentRef, type QrisError, QrisProvider, Transport } from "../src/index.js"
import { openClient } from "../src/promise.js"
import { madeOf } from "../src/provider-kit/of-merchant.js"
import { untraced, verbFor, verbsOf } from "../src/provider-kit.js"
import { makeContoh } from "./support/contoh-provider.js"

interface Merchant {
  readonly account: string | undefined
  readonly password: string
}

const inquire = verbFor(
  { span: "Contoh.inquire", provider: "contoh", operation: "inquire" },
  untraced(function* ({ account, password }: Merchant, ref: PaymentRef) {
    return yield* Effect.succeed({
      status: "pending",
      providerStatus: `${account} asked about ${ref.paymentId} with ${password.length} letters`,
    })
  }),
)

const merchant = (account: string): Merchant => ({ account, password: "correct horse" })
const ref: PaymentRef = { provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "o-1" }
const said = (account: string) => `${account} asked about p-1 with 13 letters`

describe("the verbs of one merchant", () => {
  it("are those of all, for this one, wherever they are passed on", () => {
    const [a, b] = [verbsOf(merchant("a"), { inquire }), verbsOf(merchant("b"), { inquire })]
    const taken = [a.inquire, b.inquire, a.inquire]
    expect(taken.map((ask) => Effect.runSync(ask(ref)).providerStatus)).toEqual(["a", "b", "a"].map(said))
    expect(Object.keys(a)).toEqual(["inquire"])
  })

  it("show nobody whose they are", () => {
    const verbs = verbsOf(merchant("a"), { inquire })
    expect(inspect(verbs, { showHidden: true, depth: null, getters: true })).not.toContain("horse")
    expect(Object.keys(verbs.inquire)).toEqual([])
    expect(JSON.stringify(verbs)).toBe("{}")
  })

  it("are known by the kit, and nothing else is", () => {
    const of = merchant("a")
    const verbs = verbsOf(of, { inquire })
    expect(madeOf(verbs.inquire)).toEqual({ verb: inquire, merchant: of })
    expect(madeOf(() => verbs.inquire(ref))).toBeUndefined()
    expect(madeOf(new Proxy(verbs.inquire, {}))).toBeUndefined()
    expect(madeOf(Object.create(verbs.inquire))).toBeUndefined()
    expect(madeOf(inquire)).toBeUndefined()
  })
})

describe("behind promises", () => {
  /** The provider of the tests, with these verbs in place of its own. */
  const clientOf = (
    verbs: { readonly inquire: (ref: PaymentRef) => Effect.Effect<unknown, QrisError> },
    tracer?: Tracer.Tracer,
  ) =>
    openClient<QrisProvider, unknown>(
      Effect.map(makeContoh("https://contoh.example"), (provider) =>
        // What it answers is enough for what is looked at here.
        QrisProvider.of({ ...provider, ...(verbs as Pick<QrisProvider, "inquire">) }),
      ),
      {
        transport: Transport.of({ send: () => Effect.never }),
        ...(tracer === undefined ? {} : { tracer }),
      },
      () => expect.unreachable("a transport was given"),
    )
  const statusOf = ({ providerStatus }: Payment) => providerStatus

  it("answer as its own do, wherever they are passed on", async () => {
    const { inquire: ask } = clientOf(verbsOf(merchant("a"), { inquire }))
    expect(statusOf(await ask(ref))).toBe(said("a"))
  })

  it("are whatever stands in their place", async () => {
    const client = clientOf({
      ...verbsOf(merchant("a"), { inquire }),
      inquire: () => Effect.succeed({ status: "paid", providerStatus: "another's" }),
    })
    expect(statusOf(await client.inquire(ref))).toBe("another's")
  })

  it("are given up with their signal", async () => {
    const never = verbFor(
      { span: "Contoh.inquire", provider: "contoh", operation: "inquire" },
      (_: Merchant, _ref: PaymentRef) => Effect.never,
    )
    const client = clientOf(verbsOf(merchant("a"), { inquire: never }))
    const reason = new Error("closing time")
    await expect(client.inquire(ref, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it("are traced where somebody traces", async () => {
    const names: Array<string> = []
    const tracer = Tracer.make({
      span: (options) => {
        names.push(options.name)
        return new Tracer.NativeSpan(options)
      },
    })
    const client = clientOf(verbsOf(merchant("a"), { inquire }), tracer)
    expect(statusOf(await client.inquire(ref))).toBe(said("a"))
    expect(names).toEqual(["Contoh.inquire"])
  })
})
