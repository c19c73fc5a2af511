import assert from "node:assert/strict"
import { Rupiah } from "@qriskit/core"
import type { Bench } from "../bench.js"
import { assertFieldsNamed } from "../failure-expectation.js"
import { plainRequest } from "../plain-request.js"
import type { ScenarioGroup } from "../scenario.js"

const NOT_RUPIAH: ReadonlyArray<unknown> = [
  undefined,
  null,
  0,
  -1,
  -0,
  0.5,
  25_000.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10_000_000_000_000,
  Number.MAX_SAFE_INTEGER + 1,
  "25000",
  "Rp 25.000",
  25_000n,
  [25_000],
  { valueOf: () => 25_000 },
]

/** The maximum of the channel that the harness's requests go through, or of the provider as a whole. */
const maximumOf = async (bench: Bench): Promise<number> => {
  const { channels, amount } = bench.provider.capabilities
  const { ref } = await bench.create()
  const maximum = channels.find(({ id }) => id === ref.channel)?.maximumAmount ?? amount.maximum
  assert.ok(maximum !== undefined, "the capabilities must name a maximum for the channel that is used")
  return maximum
}

const refusedBeforeTheNetwork = async (bench: Bench, amount: unknown): Promise<void> => {
  const { provider, sent } = await bench.open()
  const error = await bench.failure(provider.create(plainRequest(bench.request(), { amount })))
  assertFieldsNamed(error, provider.id, "create", ["amount"])
  assert.equal(sent(), 0, "nothing may reach the wire")
}

const takenAsItIs = async (bench: Bench, amount: number): Promise<void> => {
  const payment = await bench.create({ amount: Rupiah.make(amount) })
  assert.equal(payment.amount, amount)
  assert.equal((await bench.run(bench.provider.inquire(payment.ref))).amount, amount)
}

export const amounts: ScenarioGroup = {
  "not-rupiah": {
    title: "what is not whole rupiah is refused by name and never reaches the wire",
    run: async (bench) => {
      for (const amount of NOT_RUPIAH) await refusedBeforeTheNetwork(bench, amount)
    },
  },
  minimum: {
    title: "the smallest amount is taken, one rupiah less is refused by name",
    needs: ["amount-minimum"],
    run: async (bench) => {
      const minimum = bench.provider.capabilities.amount.minimum ?? 1
      await takenAsItIs(bench, minimum)
      await refusedBeforeTheNetwork(bench, minimum - 1)
    },
  },
  maximum: {
    title: "the largest amount is taken, one rupiah more is refused by name",
    needs: ["amount-maximum"],
    run: async (bench) => {
      const maximum = await maximumOf(bench)
      await takenAsItIs(bench, maximum)
      await refusedBeforeTheNetwork(bench, maximum + 1)
    },
  },
  "odd-amounts": {
    title: "no rupiah is rounded away: odd amounts come back as they went",
    run: async (bench) => {
      for (const amount of [10_001, 12_347, 99_999, 1_000_003]) await takenAsItIs(bench, amount)
    },
  },
}
