import assert from "node:assert/strict"
import { type Cancels, canCancel, type QrisProvider } from "@qriskit/core"
import { HASTY, stored } from "../bench.js"
import { assertFailure, issuesOf } from "../failure-expectation.js"
import type { ScenarioGroup } from "../scenario.js"

const cancelling = (provider: QrisProvider): QrisProvider & Cancels => {
  assert.ok(canCancel(provider), "the provider must have a cancel")
  return provider
}

export const cancel: ScenarioGroup = {
  pending: {
    title: "a pending payment is canceled, and inquiries say so",
    needs: ["cancel"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const { ref } = await bench.create()
      const cancellation = await bench.run(provider.cancel(ref))
      assert.equal(cancellation.status, "canceled")
      if (bench.facts.answers.cancel?.status !== undefined)
        assert.equal(bench.facts.statusWords[cancellation.providerStatus], "canceled")
      assert.deepEqual({ ...cancellation.ref }, { ...ref })
      assert.equal((await bench.run(provider.inquire(ref))).status, "canceled")
    },
  },
  "stored-ref": {
    title: "another process cancels with the stored ref",
    needs: ["cancel"],
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open()
      assert.equal((await bench.run(cancelling(provider).cancel(stored(ref)))).status, "canceled")
    },
  },
  twice: {
    title: "canceling twice does no harm: it is canceled again, or InvalidState",
    needs: ["cancel"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const { ref } = await bench.create()
      await bench.run(provider.cancel(ref))
      const error = await bench.failureIfAny(provider.cancel(ref))
      if (error !== undefined) {
        assertFailure(error, provider.id, { operation: "cancel", reason: "InvalidState", outcome: "refused" })
      }
      assert.equal((await bench.run(provider.inquire(ref))).status, "canceled")
    },
  },
  paid: {
    title: "a paid payment cannot be canceled: InvalidState, and it stays paid",
    needs: ["cancel"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const { ref } = await bench.create()
      await bench.acquirer.pay(ref)
      const error = await bench.failure(provider.cancel(ref))
      assertFailure(error, provider.id, { operation: "cancel", reason: "InvalidState", outcome: "refused" })
      assert.equal((await bench.run(provider.inquire(ref))).status, "paid")
    },
  },
  expired: {
    title: "an expired payment cannot be canceled: InvalidState",
    needs: ["cancel"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const { ref } = await bench.create()
      await bench.acquirer.expire(ref)
      const error = await bench.failure(provider.cancel(ref))
      assertFailure(error, provider.id, { operation: "cancel", reason: "InvalidState", outcome: "refused" })
    },
  },
  "unknown-payment": {
    title: "canceling a payment that the provider does not know is PaymentNotFound",
    needs: ["cancel"],
    run: async (bench) => {
      const { ref } = await bench.create()
      const provider = cancelling((await bench.elsewhere()).provider)
      const error = await bench.failure(provider.cancel(ref))
      assertFailure(error, provider.id, {
        operation: "cancel",
        reason: "PaymentNotFound",
        outcome: "refused",
      })
    },
  },
  "foreign-ref": {
    title: "another provider's ref is refused by name and never reaches the wire",
    needs: ["cancel"],
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider, sent } = await bench.open()
      const error = await bench.failure(
        cancelling(provider).cancel({ ...ref, provider: `not-${ref.provider}` }),
      )
      const named = issuesOf(error, provider.id, "cancel").map(({ path }) => path)
      assert.deepEqual(named, ["provider"])
      assert.equal(sent(), 0)
    },
  },
  silence: {
    title: "a cancel without an answer is TimedOut with unknown outcome, and is sent once",
    waits: true,
    needs: ["cancel"],
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ ...HASTY, retry: { times: 5, baseDelay: 1, maxDelay: 2 } })
      await bench.acquirer.fault("cancel", { kind: "silence" })
      const error = await bench.failure(cancelling(provider).cancel(ref))
      assertFailure(error, provider.id, {
        operation: "cancel",
        reason: "TimedOut",
        outcome: "unknown",
        isRetryable: false,
      })
      assert.equal(await bench.acquirer.requests("cancel"), 1)
    },
  },
  "cut-after-acting": {
    title: "a cancel whose answer was lost is unknown, is sent once, and an inquiry tells that it happened",
    needs: ["cancel"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const { ref } = await bench.create()
      await bench.acquirer.fault("cancel", { kind: "cut", acting: true })
      const error = await bench.failure(provider.cancel(ref))
      assertFailure(error, provider.id, { operation: "cancel", reason: "NetworkFailure", outcome: "unknown" })
      assert.equal(await bench.acquirer.requests("cancel"), 1)
      assert.equal((await bench.run(provider.inquire(ref))).status, "canceled")
    },
  },
  "unknown-word": {
    title: "an answer whose word nobody mapped is not taken for a cancellation",
    needs: ["cancel", "cancel-names-status"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const path = bench.facts.answers.cancel?.status ?? ""
      const { ref } = await bench.create()
      await bench.acquirer.fault("cancel", { kind: "amend", set: { [path]: "SOMETHING_NEW" } })
      const { status, providerStatus } = await bench.run(provider.cancel(ref))
      assert.equal(status, "pending")
      assert.equal(providerStatus, "SOMETHING_NEW")
    },
  },
  "other-payment": {
    title: "an answer about another payment is UntrustedResponse",
    needs: ["cancel", "cancel-names-external-id"],
    run: async (bench) => {
      const provider = cancelling(bench.provider)
      const path = bench.facts.answers.cancel?.externalId ?? ""
      const { ref } = await bench.create()
      await bench.acquirer.fault("cancel", { kind: "amend", set: { [path]: "somebody-else" } })
      const error = await bench.failure(provider.cancel(ref))
      assertFailure(error, provider.id, {
        operation: "cancel",
        reason: "UntrustedResponse",
        outcome: "unknown",
      })
    },
  },
}
