import assert from "node:assert/strict"
import type { Fault } from "@qriskit/sandbox"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { assertFailure } from "../failure-expectation.js"
import { FAILURES } from "../failures.js"
import type { ScenarioGroup } from "../scenario.js"

const unavailable: Fault = { kind: "status", status: 503, contentType: "application/json", body: "{}" }

const busy = (retryAfterSeconds: number): Fault => ({
  kind: "status",
  status: 429,
  contentType: "application/json",
  headers: { "retry-after": String(retryAfterSeconds) },
  body: "{}",
})

const QUICK = { baseDelay: 1, maxDelay: 2 } as const

/** How much later than its deadline a call may end, in milliseconds: a busy machine is slow to wake up. */
const TOLERANCE = 900

const elapsed = async (during: () => Promise<unknown>): Promise<number> => {
  const before = performance.now()
  await during()
  return performance.now() - before
}

export const retries: ScenarioGroup = {
  "create-unknown-once": {
    title:
      "a create that the provider may have seen is never repeated, whatever the policy; once where that brings the first answer",
    run: async (bench) => {
      const { provider } = await bench.open({ retry: { times: 10, ...QUICK } })
      const mayAskAgain = provider.capabilities.repeatedCreate !== undefined
      const mayFind = provider.capabilities.lostCreates?.withQr === true
      const passing = Object.entries(FAILURES).filter(
        ([, { reason, takesTime }]) => reason !== "Unauthorized" && !takesTime,
      )
      for (const [name, { fault, outcome, retryAfter }] of passing) {
        await bench.acquirer.fault("create", fault)
        const requests = await bench.requestsDuring("create", () =>
          bench.failure(provider.create(bench.request())),
        )
        await bench.acquirer.clearFaults()
        // To wait as long as the acquirer asks would take longer than the deadline.
        const expected = mayAskAgain && outcome === "unknown" && retryAfter === undefined ? 2 : 1
        // What was acted on all the same is found, and its QR comes with the same call again.
        const isFound = mayFind && outcome === "unknown" && requests === 2
        if (!isFound) assert.equal(requests, expected, `after ${name} create was sent ${requests} times`)
      }
    },
  },
  "create-answered-again": {
    title: "a create whose answer was lost becomes known by one repeat, and no second payment is made",
    needs: ["repeated-create"],
    run: async (bench) => {
      const { provider } = await bench.open({ retry: { times: 1, ...QUICK } })
      await bench.acquirer.fault("create", { kind: "cut", acting: true }, 1)
      const request = bench.request()
      const payment = await bench.run(provider.create(request))
      assert.equal(await bench.acquirer.requests("create"), 2)
      assert.equal(payment.ref.externalId, request.externalId)
      assert.ok(payment.qr !== undefined, "its QR must be there")
      const again = await bench.run(bench.provider.create(request))
      assert.equal(again.ref.paymentId, payment.ref.paymentId, "there must be one payment")
    },
  },
  "create-found": {
    title:
      "a create whose answer was lost is found by asking: with its QR, or as the payment that the failure names",
    needs: ["found-create"],
    run: async (bench) => {
      const { provider } = await bench.open({ retry: { times: 1, ...QUICK } })
      await bench.acquirer.fault("create", { kind: "cut", acting: true }, 1)
      const request = bench.request()
      const created = await bench.run(Effect.result(provider.create(request)))
      const hasQr = Result.isSuccess(created) && created.success.qr !== undefined
      assert.equal(hasQr, provider.capabilities.lostCreates?.withQr, "its QR must be there where it says so")
      const ref = Result.isSuccess(created) ? created.success.ref : created.failure.found
      if (Result.isFailure(created)) {
        assertFailure(created.failure, provider.id, {
          operation: "create",
          reason: "NetworkFailure",
          outcome: "unknown",
          isRetryable: false,
        })
      }
      assert.ok(ref !== undefined, "the failure must name the payment")
      assert.equal(ref.externalId, request.externalId)
      const { status, amount } = await bench.run(provider.inquire(ref))
      assert.deepEqual([status, amount], ["pending", request.amount])
    },
  },
  "create-not-found": {
    title: "a create that made nothing is not found, and fails as it did",
    needs: ["found-create"],
    run: async (bench) => {
      const { provider } = await bench.open({ retry: { times: 1, ...QUICK } })
      await bench.acquirer.fault("create", { kind: "cut", acting: false }, 1)
      const error = await bench.failure(provider.create(bench.request()))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: "NetworkFailure",
        outcome: "unknown",
        isRetryable: false,
      })
      assert.equal(error.found, undefined)
      assert.equal(await bench.acquirer.requests("create"), 1)
    },
  },
  "create-answered-again-refused": {
    title: "a create whose repeat is refused stays unknown: the first attempt may have acted",
    needs: ["repeated-create"],
    run: async (bench) => {
      const { provider } = await bench.open({ retry: { times: 3, ...QUICK } })
      await bench.acquirer.fault("create", { kind: "cut", acting: true }, 1)
      await bench.acquirer.fault("create", busy(0), 1)
      const error = await bench.failure(provider.create(bench.request()))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: "NetworkFailure",
        outcome: "unknown",
      })
      assert.equal(await bench.acquirer.requests("create"), 2)
    },
  },
  "create-refused-connection": {
    title:
      "create: a refused connection is NetworkFailure, surely not sent, and is repeated as often as the policy says",
    run: async (bench) => {
      await bench.acquirer.refuse()
      const { provider, sent } = await bench.open({ retry: { times: 3, ...QUICK } })
      const error = await bench.failure(provider.create(bench.request()))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: "NetworkFailure",
        outcome: "not_sent",
        isRetryable: true,
      })
      assert.equal(sent(), 4)
    },
  },
  "create-connection-restored": {
    title: "create: when connections are accepted again, a repeat makes the payment, once",
    run: async (bench) => {
      await bench.acquirer.refuse()
      const { provider, sent, nextSend } = await bench.open({
        retry: { times: 10, baseDelay: 30, maxDelay: 60 },
      })
      const first = nextSend()
      const creating = bench.run(provider.create(bench.request()))
      await first
      // A second attempt tells that the first was refused. Where none comes, the create's own failure is what to say.
      await Promise.race([nextSend(), creating])
      await bench.acquirer.restore()
      assert.equal((await creating).status, "pending")
      assert.ok(sent() > 1)
      assert.equal(await bench.acquirer.requests("create"), 1)
    },
  },
  "inquire-refused-connection": {
    title:
      "inquire: a refused connection is NetworkFailure, surely not sent, and is repeated as often as the policy says",
    run: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.refuse()
      const { provider, sent } = await bench.open({ retry: { times: 2, ...QUICK } })
      const error = await bench.failure(provider.inquire(ref))
      assertFailure(error, provider.id, {
        operation: "inquire",
        reason: "NetworkFailure",
        outcome: "not_sent",
        isRetryable: true,
      })
      assert.equal(sent(), 3)
    },
  },
  "inquire-recovers": {
    title: "an inquiry is repeated after a fault that passes, and answers",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ retry: { times: 3, ...QUICK } })
      for (const fault of [unavailable, busy(0), { kind: "cut" }, { kind: "half-body" }] as const) {
        await bench.acquirer.fault("inquire", fault, 2)
        const requests = await bench.requestsDuring("inquire", async () => {
          assert.equal((await bench.run(provider.inquire(ref))).status, "pending")
        })
        assert.equal(requests, 3)
      }
    },
  },
  "inquire-bounded": {
    title: "an inquiry is repeated as often as the policy says and no more",
    run: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.fault("inquire", unavailable)
      for (const times of [0, 1, 4]) {
        const { provider } = await bench.open({ retry: { times, ...QUICK } })
        const requests = await bench.requestsDuring("inquire", () => bench.failure(provider.inquire(ref)))
        assert.equal(requests, 1 + times)
      }
    },
  },
  "refusals-once": {
    title: "an inquiry that the provider refuses is not repeated",
    run: async (bench) => {
      const { ref } = await bench.create()
      const other = await bench.elsewhere()
      const { provider } = await other.open({ retry: { times: 5, ...QUICK } })
      await other.failure(provider.inquire(ref))
      assert.equal(await other.acquirer.requests("inquire"), 1)
    },
  },
  "retry-after": {
    title: "an inquiry waits as long as the provider asks before it is repeated",
    waits: true,
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ retry: { times: 1, ...QUICK } })
      await bench.acquirer.fault("inquire", busy(1), 1)
      const millis = await elapsed(() => bench.run(provider.inquire(ref)))
      assert.ok(millis >= 990, `it was repeated after ${Math.round(millis)} ms, not after a second`)
    },
  },
  "retry-after-beyond-deadline": {
    title: "when the provider asks for more patience than the deadline leaves, the caller learns it at once",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ retry: { times: 5, ...QUICK } })
      await bench.acquirer.fault("inquire", busy(60))
      const requests = await bench.requestsDuring("inquire", async () => {
        const error = await bench.failure(provider.inquire(ref))
        assertFailure(error, provider.id, { operation: "inquire", reason: "RateLimited", outcome: "refused" })
      })
      assert.equal(requests, 1)
    },
  },
  "deadline-create": {
    title: "the deadline ends a create that is never answered, however long the other time-outs are",
    waits: true,
    run: async (bench) => {
      const timeouts = { connect: 10_000, headers: 10_000, body: 10_000, deadline: 400 }
      const { provider } = await bench.open({ timeouts })
      await bench.acquirer.fault("create", { kind: "silence" })
      const millis = await elapsed(async () => {
        const error = await bench.failure(provider.create(bench.request()))
        assertFailure(error, provider.id, { operation: "create", reason: "TimedOut", outcome: "unknown" })
      })
      assert.ok(millis < timeouts.deadline + TOLERANCE, `the call took ${Math.round(millis)} ms`)
    },
  },
  "deadline-inquire": {
    title: "the deadline bounds an inquiry with all its repeats",
    waits: true,
    run: async (bench) => {
      const { ref } = await bench.create()
      const timeouts = { connect: 10_000, headers: 10_000, body: 10_000, deadline: 400 }
      const { provider } = await bench.open({ timeouts, retry: { times: 10, baseDelay: 50, maxDelay: 50 } })
      await bench.acquirer.fault("inquire", { kind: "slow-body", ms: 60_000 })
      const millis = await elapsed(async () => {
        const error = await bench.failure(provider.inquire(ref))
        assertFailure(error, provider.id, { operation: "inquire", reason: "TimedOut", outcome: "unknown" })
      })
      assert.ok(millis < timeouts.deadline + TOLERANCE, `the call took ${Math.round(millis)} ms`)
    },
  },
  "no-pause-past-deadline": {
    title: "a pause that the deadline would cut short is not begun: the caller learns the failure at once",
    run: async (bench) => {
      const { ref } = await bench.create()
      const timeouts = { connect: 5_000, headers: 5_000, body: 5_000, deadline: 5_000 }
      const { provider } = await bench.open({
        timeouts,
        retry: { times: 3, baseDelay: 60_000, maxDelay: 60_000 },
      })
      await bench.acquirer.fault("inquire", unavailable)
      const millis = await elapsed(async () => {
        const error = await bench.failure(provider.inquire(ref))
        assertFailure(error, provider.id, {
          operation: "inquire",
          reason: "ProviderUnavailable",
          outcome: "unknown",
        })
      })
      assert.ok(millis < timeouts.deadline / 2, `the call took ${Math.round(millis)} ms`)
      assert.equal(await bench.acquirer.requests("inquire"), 1)
    },
  },
}
