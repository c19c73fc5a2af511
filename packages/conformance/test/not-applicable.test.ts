import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import {
  describeProvider,
  FEATURES,
  type FeatureName,
  type NotApplicable,
  type ProviderUnderTest,
  runScenario,
  SCENARIOS,
} from "../src/index.js"
import type { TinyAcquirer } from "./tinypay/acquirer.js"
import { makeTinypay } from "./tinypay/provider.js"
import { configure, havingAll, tinypay } from "./tinypay/under-test.js"

// Object.keys does not know that FEATURES has no further keys.
const features = Object.keys(FEATURES) as ReadonlyArray<FeatureName>

const scenarioNeeding = (feature: FeatureName) => {
  const scenario = SCENARIOS.find(({ needs, unless }) => needs?.at(-1) === feature || unless === feature)
  if (scenario === undefined) throw new Error(`no scenario is about ${feature}`)
  return scenario
}

const withoutRefund: ProviderUnderTest<TinyAcquirer> = {
  ...tinypay,
  make: (acquirer, settings) =>
    Effect.map(
      makeTinypay(configure(acquirer, settings)),
      ({ refund: _, inquireRefund: __, capabilities, ...provider }) => ({
        ...provider,
        capabilities: { ...capabilities, refund: { supported: false, why: "Nobody gives money back." } },
      }),
    ),
}

/** Has whatever can be had. */
const withEverything: ProviderUnderTest<TinyAcquirer> = {
  ...havingAll,
  make: (acquirer, settings) =>
    Effect.map(havingAll.make(acquirer, settings), ({ capabilities, ...provider }) => ({
      ...provider,
      capabilities: { ...capabilities, lostCreates: { withQr: true } },
    })),
}

const refundScenario = scenarioNeeding("refund")

describe("what is declared not applicable", () => {
  for (const feature of features) {
    it(`fails where the provider has it after all: ${feature}`, async () => {
      const underTest = { ...withEverything, notApplicable: { [feature]: "It says so." } }
      await expect(runScenario(scenarioNeeding(feature), underTest)).rejects.toThrow(
        `"${feature}" is declared not applicable, but this provider has it`,
      )
    })
  }

  it("is believed where the provider lacks it", async () => {
    const notApplicable: NotApplicable = { refund: "Nobody gives money back." }
    expect(await runScenario(refundScenario, { ...withoutRefund, notApplicable })).toBe("not applicable")
  })

  it("must be declared: lacking it in silence fails", async () => {
    await expect(runScenario(refundScenario, withoutRefund)).rejects.toThrow(
      'this provider has no refund: say why in notApplicable["refund"]',
    )
  })

  it("cannot be a feature that does not exist", () => {
    // @ts-expect-error there is no such feature
    const notApplicable: NotApplicable = { teleport: "Nobody can." }
    expect(() => describeProvider("tinypay", { ...tinypay, notApplicable })).toThrow(
      "tinypay: notApplicable names teleport, and there is no such feature",
    )
  })

  it("cannot lack its reason", () => {
    const mistakes: ReadonlyArray<NotApplicable> = [
      // @ts-expect-error an empty text is no reason
      { refund: "" },
      // @ts-expect-error nor is no text
      { refund: undefined },
      // @ts-expect-error nor is a flag
      { refund: true },
      // Blanks compile, and are caught when they are read.
      { refund: " " },
    ]
    for (const notApplicable of mistakes) {
      expect(() => describeProvider("tinypay", { ...tinypay, notApplicable })).toThrow(
        "tinypay: notApplicable gives no reason for refund",
      )
    }
  })

  it("cannot have a reason that nobody has read", () => {
    const unread: string = ["because", "of", "that"].join(" ")
    // @ts-expect-error any text might be empty
    const notApplicable: NotApplicable = { refund: unread }
    expect(notApplicable.refund).toBe("because of that")
  })
})
