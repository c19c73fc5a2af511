import { type HeaderRecord, UntrustedResponse } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { SOUND_PARTS } from "../tinypay/parts.js"
import { because, type Variant, withMembers, withParts } from "./variant.js"

const { contradictions } = SOUND_PARTS

/** The headers that came under a name in small letters. */
const onlySmallLetters = (headers: object): HeaderRecord =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name === name.toLowerCase()))

/** Providers that break rules about what may be believed: answers, QRs, callbacks. */
export const trusting: ReadonlyArray<Variant> = [
  {
    that: "does not check the amount of an answer",
    underTest: withParts({
      contradictions: (answer, { amount: _, ...asked }) => contradictions(answer, asked),
    }),
    caughtBy: { "trust/create-amount": /expected a failure/ },
  },
  {
    that: "does not check whose answer it got",
    underTest: withParts({ contradictions: () => [] }),
    caughtBy: {
      "trust/create-external-id": /expected a failure/,
      "trust/inquire-external-id": /expected a failure/,
      "trust/inquire-payment-id": /expected a failure/,
      "cancel/other-payment": /expected a failure/,
    },
  },
  {
    that: "does not look at the QR",
    underTest: withParts({ qrCheck: "off" }),
    caughtBy: {
      "trust/qr-crc": /expected a failure/,
      "trust/qr-amount": /expected a failure/,
      "trust/qr-nonsense": /expected a failure/,
      "trust/inquire-qr": /undefined/,
      "create/qr-amount": /25000/,
    },
  },
  {
    that: "shows the QR that it withholds",
    underTest: withMembers(({ create }) => ({
      create: (request) =>
        Effect.mapError(
          create(request),
          because(({ reason }) =>
            reason._tag === "UntrustedResponse"
              ? new UntrustedResponse({ contradictions: ["DUMMY-QR-STRING"] })
              : undefined,
          ),
        ),
    })),
    caughtBy: { "trust/qr-nonsense": /must not be in the error/ },
  },
  {
    that: "verifies no callback",
    underTest: withParts({ isGenuine: () => true }),
    caughtBy: {
      "forgeries/wrong-signature": /expected a failure/,
      "forgeries/unsigned": /expected a failure/,
      "forgeries/other-secret": /expected a failure/,
      "forgeries/forged-status": /expected a failure/,
      "forgeries/forged-amount": /expected a failure/,
    },
  },
  {
    that: "throws when a callback is nonsense",
    underTest: withMembers(({ notifications }) => ({
      notifications: {
        ...notifications,
        peek: (raw) => {
          JSON.parse(raw.body.toString())
          return notifications.peek(raw)
        },
      },
    })),
    caughtBy: { "forgeries/nonsense": /JSON/, "forgeries/not-bytes": /undefined/ },
  },
  {
    that: "takes another payment's callback for the expected one",
    underTest: withMembers(({ notifications }) => ({
      notifications: { ...notifications, read: (raw) => notifications.read(raw) },
    })),
    caughtBy: { "forgeries/other-payment": /expected a failure/ },
  },
  {
    that: "knows its header in one case only",
    underTest: withMembers(({ notifications }) => ({
      notifications: {
        ...notifications,
        read: (raw, expected) =>
          notifications.read({ ...raw, headers: onlySmallLetters(raw.headers) }, expected),
      },
    })),
    caughtBy: { "notifications/header-case": /expected an answer/ },
  },
  {
    that: "takes a callback for a fact",
    underTest: withMembers(({ notifications }) => ({
      notifications: {
        ...notifications,
        read: (raw, expected) =>
          Effect.map(notifications.read(raw, expected), (claim) =>
            Object.assign(claim, { status: claim.claimedStatus }),
          ),
      },
    })),
    caughtBy: { "notifications/claim-is-no-fact": /must not look like a fact/ },
  },
  {
    that: "asks the provider while it reads a callback",
    underTest: withMembers(({ notifications, inquire }) => ({
      notifications: {
        ...notifications,
        read: (raw, expected) => Effect.tap(notifications.read(raw, expected), ({ ref }) => inquire(ref)),
      },
    })),
    caughtBy: { "notifications/asks-nobody": /1 !== 0/ },
  },
  {
    that: "answers an accepted callback with an error",
    underTest: withMembers(({ notifications }) => ({
      notifications: { ...notifications, reply: () => notifications.reply("failed") },
    })),
    caughtBy: { "notifications/reply": /answered with 500/ },
  },
]
