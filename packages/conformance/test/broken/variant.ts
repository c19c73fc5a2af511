import { type CreatePayment, QrisError, type Reason, Transport } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { ProviderSettings, ProviderUnderTest } from "../../src/index.js"
import type { TinyAcquirer } from "../tinypay/acquirer.js"
import { SOUND_PARTS, type TinyParts } from "../tinypay/parts.js"
import { makeTinypay, type Tinypay } from "../tinypay/provider.js"
import { configure, tinypay } from "../tinypay/under-test.js"

/** A provider that breaks one rule of the contract. */
export interface Variant {
  /** What it does wrong, in words that follow "a provider that". */
  readonly that: string
  readonly underTest: ProviderUnderTest<TinyAcquirer>
  /** The scenarios that must catch it, and what they say. */
  readonly caughtBy: Readonly<Record<string, RegExp>>
}

type Changed = { readonly [K in keyof Tinypay]?: Tinypay[K] } & Readonly<Record<string, unknown>>

/** Tinypay with some of its members replaced. */
export const withMembers = (
  change: (sound: Tinypay, acquirer: TinyAcquirer) => Changed,
): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  make: (acquirer, settings) =>
    Effect.map(tinypay.make(acquirer, settings), (sound) => ({
      ...sound,
      // tinypay.make makes a Tinypay; ProviderUnderTest says no more than QrisProvider.
      ...change(sound as Tinypay, acquirer),
    })),
})

/** Tinypay whose requests are changed before it looks at them. */
export const withRequest = (change: (request: CreatePayment) => CreatePayment) =>
  withMembers(({ create }) => ({ create: (request) => create(change(request)) }))

/** Tinypay with some of its inner parts replaced. */
export const withParts = (parts: Partial<TinyParts>): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  make: (acquirer, settings) => makeTinypay(configure(acquirer, settings), { ...SOUND_PARTS, ...parts }),
})

/** Tinypay that does not keep to its settings. */
export const withSettings = (
  change: (settings: ProviderSettings) => Partial<ProviderSettings>,
): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  make: (acquirer, settings) => tinypay.make(acquirer, { ...settings, ...change(settings) }),
})

type Send = Transport["Service"]["send"]

/** Tinypay that sends in its own way. */
export const withSend = (change: (send: Send) => Send): ProviderUnderTest<TinyAcquirer> => ({
  ...tinypay,
  make: (acquirer, settings) =>
    Effect.flatMap(Transport, ({ send }) =>
      Effect.provideService(tinypay.make(acquirer, settings), Transport, { send: change(send) }),
    ),
})

/** The same error for another reason. */
export const because =
  (reason: (error: QrisError) => Reason | undefined) =>
  (error: QrisError): QrisError => {
    const other = reason(error)
    return other === undefined ? error : new QrisError({ ...error, reason: other })
  }
