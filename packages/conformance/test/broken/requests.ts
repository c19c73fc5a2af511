import { Rejected, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { tinypay } from "../tinypay/under-test.js"
import { because, type Variant, withMembers, withParts, withRequest } from "./variant.js"

/** Providers that break rules about what is asked for and what must not leave. */
export const asking: ReadonlyArray<Variant> = [
  {
    that: "signs wrongly",
    underTest: withParts({ sign: () => "0".repeat(64) }),
    caughtBy: { "create/qr-valid": /credentials or signature/ },
  },
  {
    that: "makes a ref without its channel",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.map(create(request), (payment) => {
          const { channel: _, ...ref } = payment.ref
          return { ...payment, ref }
        }),
    })),
    caughtBy: { "create/ref-channel": /channel/ },
  },
  {
    that: "makes a ref that JSON does not keep",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.tap(create(request), ({ ref }) => {
          Object.assign(ref, { toJSON: () => ({ paymentId: ref.paymentId }) })
          return Effect.void
        }),
    })),
    caughtBy: { "create/ref-json": /deep.*equal/i },
  },
  {
    that: "forgets the order",
    underTest: withRequest(({ orderId: _, ...request }) => request),
    caughtBy: { "create/ref-order": /order-1/ },
  },
  {
    that: "mends an invalid request and sends it",
    underTest: withRequest((request) => ({ ...request, amount: Rupiah.make(25_000), description: "-" })),
    caughtBy: { "create/invalid-requests": /expected a failure/, "amounts/not-rupiah": /expected a failure/ },
  },
  {
    that: "names one bad field at a time",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(create(request), (error) => {
          if (error.reason._tag === "InvalidRequest")
            Object.assign(error.reason, { issues: error.reason.issues.slice(0, 1) })
          return error
        }),
    })),
    caughtBy: { "create/all-fields-at-once": /must name/ },
  },
  {
    that: "tells a used external id as any other refusal",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          because(({ reason }) => (reason._tag === "DuplicateExternalId" ? new Rejected({}) : undefined)),
        ),
    })),
    caughtBy: { "create/duplicate": /expected DuplicateExternalId/ },
  },
  {
    that: "rounds fractions of a rupiah",
    underTest: withRequest(({ amount, ...request }) => ({
      ...request,
      amount: amount > 1 && amount < 1_000_000 ? Rupiah.make(Math.round(amount)) : amount,
    })),
    caughtBy: { "amounts/not-rupiah": /expected a failure/ },
  },
  {
    that: "lowers what is above its maximum",
    underTest: withRequest((request) => ({
      ...request,
      amount: Rupiah.make(Math.min(5_000_000, request.amount)),
    })),
    caughtBy: { "amounts/maximum": /expected a failure/ },
  },
  {
    that: "drops the expiry that was asked",
    underTest: withRequest(({ expiresAt: _, ...request }) => request),
    caughtBy: { "expiry/chosen": /expire at the time/, "expiry/too-soon": /expected a failure/ },
  },
  {
    that: "comes with a harness whose paths lead nowhere",
    underTest: {
      ...tinypay,
      answers: { ...tinypay.answers, create: { ...tinypay.answers.create, amount: "sum" } },
    },
    caughtBy: { "create/harness-paths": /sum is not where the answer has its amount/ },
  },
]
