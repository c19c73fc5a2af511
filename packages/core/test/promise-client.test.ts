import * as Effect from "effect/Effect"
import { describe, expect, expectTypeOf, it } from "vitest"
import type { Cancels, QrisProvider, Reaches, Refunds, Transport } from "../src/index.js"
import { Cancellation, PaymentRef, Refund } from "../src/index.js"
import { openClient, type PromiseClient } from "../src/promise.js"
import { makeContoh } from "./support/contoh-provider.js"

type Input = { readonly amount: number; readonly externalId: string }

const ref = new PaymentRef({ provider: "contoh", paymentId: "p-1", externalId: "e-1", orderId: "e-1" })
const said = { ref, providerStatus: "OK", raw: {} }
const refunded = new Refund({ ...said, externalId: "r-1", status: "succeeded" })

const nobody: Transport["Service"] = { send: () => Effect.never }

const opened = <P extends QrisProvider>(verbs: (base: QrisProvider) => P) =>
  openClient<P, Input>(Effect.map(makeContoh("https://contoh.example"), verbs), { transport: nobody }, () =>
    expect.unreachable("a transport is given"),
  )

describe("a client with promises", () => {
  it("has every verb that its provider has", async () => {
    const client = opened((base): QrisProvider & Cancels & Refunds & Reaches => ({
      ...base,
      cancel: () => Effect.succeed(new Cancellation({ ...said, status: "canceled" })),
      refund: () => Effect.succeed(refunded),
      inquireRefund: () => Effect.succeed(undefined),
      reach: () => Effect.succeed({ isReachable: true, httpStatus: 404 }),
    }))
    expect(await client.cancel(ref)).toMatchObject({ status: "canceled" })
    expect(await client.refund(ref, { externalId: "r-1" })).toEqual(refunded)
    expect(await client.inquireRefund(ref, { externalId: "r-1" })).toBeUndefined()
    expect(await client.reach()).toMatchObject({ isReachable: true })
    expect(client).not.toHaveProperty("tokenEndpoint")
  })

  it("answers for a token of ours where the provider gives any", async () => {
    const reply = { status: 200, headers: {}, body: "{}" }
    const client = opened((base) => ({
      ...base,
      tokenEndpoint: { path: "/token", answer: () => Effect.succeed(reply) },
    }))
    expect(client.tokenEndpoint.path).toBe("/token")
    expect(await client.tokenEndpoint.answer({ headers: {}, body: "" })).toEqual(reply)
  })

  it("lacks what its provider lacks, in its type too", () => {
    const client = opened((base) => base)
    for (const verb of ["cancel", "refund", "inquireRefund", "reach", "tokenEndpoint"])
      expect(client).not.toHaveProperty(verb)
    expectTypeOf<PromiseClient<QrisProvider, Input>>().not.toHaveProperty("cancel")
    expectTypeOf<PromiseClient<QrisProvider & Cancels, Input>>().toHaveProperty("cancel")
  })
})
