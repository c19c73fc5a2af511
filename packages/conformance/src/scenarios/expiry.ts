import assert from "node:assert/strict"
import type { Bench } from "../bench.js"
import { assertFieldsNamed } from "../failure-expectation.js"
import { plainRequest } from "../plain-request.js"
import type { ScenarioGroup } from "../scenario.js"

const MINUTE = 60_000

const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE)

const refusedBeforeTheNetwork = async (bench: Bench, expiresAt: unknown): Promise<void> => {
  const { provider, sent } = await bench.open()
  const error = await bench.failure(provider.create(plainRequest(bench.request(), { expiresAt })))
  assertFieldsNamed(error, provider.id, "create", ["expiresAt"])
  assert.equal(sent(), 0, "nothing may reach the wire")
}

export const expiry: ScenarioGroup = {
  known: {
    title: "a payment says when its QR expires, and inquiries say the same",
    needs: ["expiry-time"],
    run: async (bench) => {
      const { ref, expiresAt } = await bench.create()
      assert.ok(expiresAt !== undefined && expiresAt.getTime() > Date.now(), "it must lie ahead")
      assert.deepEqual((await bench.run(bench.provider.inquire(ref))).expiresAt, expiresAt)
    },
  },
  chosen: {
    title: "the merchant chooses when the QR expires",
    needs: ["expiry-choice"],
    run: async (bench) => {
      const { minimumMinutes = 1, maximumMinutes = minimumMinutes + 60 } = bench.provider.capabilities.expiry
      const expiresAt = inMinutes((minimumMinutes + maximumMinutes) / 2)
      const payment = await bench.create({ expiresAt })
      const difference = Math.abs((payment.expiresAt?.getTime() ?? 0) - expiresAt.getTime())
      assert.ok(difference < 1_000, "the payment must expire at the time that was asked, to the second")
    },
  },
  "too-soon": {
    title: "an expiry sooner than allowed is refused by name",
    needs: ["expiry-choice", "expiry-limits"],
    run: (bench) =>
      refusedBeforeTheNetwork(bench, inMinutes((bench.provider.capabilities.expiry.minimumMinutes ?? 0) - 1)),
  },
  "too-late": {
    title: "an expiry later than allowed is refused by name",
    needs: ["expiry-choice", "expiry-limits"],
    run: (bench) =>
      refusedBeforeTheNetwork(bench, inMinutes((bench.provider.capabilities.expiry.maximumMinutes ?? 0) + 1)),
  },
  "no-date": {
    title: "an expiry that is no date is refused by name",
    run: async (bench) => {
      for (const expiresAt of [new Date(Number.NaN), "soon", 0, {}]) {
        await refusedBeforeTheNetwork(bench, expiresAt)
      }
    },
  },
  "not-offered": {
    title: "where nobody may choose an expiry, asking for one is refused and never silently dropped",
    unless: "expiry-choice",
    run: (bench) => refusedBeforeTheNetwork(bench, inMinutes(30)),
  },
}
