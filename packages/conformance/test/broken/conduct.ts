import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as References from "effect/References"
import { tinypay } from "../tinypay/under-test.js"
import { type Variant, withMembers, withSend } from "./variant.js"

/** Providers that break rules about interruption, spans and what they say of themselves. */
export const conducting: ReadonlyArray<Variant> = [
  {
    that: "cannot be interrupted",
    underTest: withMembers(({ create, inquire }) => ({
      create: (request) => Effect.uninterruptible(create(request)),
      inquire: (ref) => Effect.uninterruptible(inquire(ref)),
    })),
    caughtBy: { "interruption/create-silent": /must end/, "interruption/pause": /must end/ },
  },
  {
    that: "keeps the connection of a call that was given up",
    underTest: withSend(
      (send) => (request) => Effect.flatMap(Effect.forkDetach(send(request)), (fiber) => Fiber.join(fiber)),
    ),
    caughtBy: {
      "interruption/create-silent": /must be answered/,
      "interruption/slow-body": /must be answered/,
    },
  },
  {
    that: "makes no spans",
    underTest: withMembers(({ create }) => ({
      create: (request) => Effect.provideService(create(request), References.TracerEnabled, false),
    })),
    caughtBy: { "spans/create": /made 0/, "spans/not-sent": /made 0/ },
  },
  {
    that: "names the customer on a span",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.withSpan(create(request), "shop", { attributes: { buyer: request.customer?.name } }),
    })),
    caughtBy: { "spans/no-personal-data": /names the customer/ },
  },
  {
    that: "says that it cannot cancel although it can",
    underTest: withMembers(({ capabilities }) => ({
      capabilities: { ...capabilities, cancel: { supported: false, why: "Nobody asked." } },
    })),
    caughtBy: { "capabilities/verbs": /deep/i },
  },
  {
    that: "requires less than it says",
    underTest: withMembers(({ capabilities }) => ({
      capabilities: { ...capabilities, requiredFields: ["description", "customer.email"] },
    })),
    caughtBy: { "capabilities/required-fields": /expected a failure/ },
  },
  {
    that: "drops the callback address it says it cannot take",
    underTest: {
      ...withMembers(({ capabilities }) => ({
        capabilities: { ...capabilities, notificationUrl: { supported: false, why: "Nobody asked." } },
      })),
      notApplicable: { ...tinypay.notApplicable, "notification-url": "It says it cannot." },
    },
    caughtBy: { "capabilities/notification-url-not-offered": /expected a failure/ },
  },
  {
    that: "claims more proof for its callbacks than they carry",
    underTest: withMembers(({ capabilities }) => ({
      capabilities: {
        ...capabilities,
        notifications: { ...capabilities.notifications, authenticity: "identity" },
      },
    })),
    caughtBy: { "notifications/authenticity": /identity/ },
  },
]
