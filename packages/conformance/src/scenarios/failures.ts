import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import * as Duration from "effect/Duration"
import { type Bench, HASTY, type OpenOptions } from "../bench.js"
import { assertFailure } from "../failure-expectation.js"
import { FAILURES, type Failure } from "../failures.js"
import type { Scenario, ScenarioGroup } from "../scenario.js"

const EAGER_TO_REPEAT = { times: 3, baseDelay: 1, maxDelay: 2 } as const

const optionsFor = ({ takesTime }: Failure, retry: OpenOptions["retry"]): OpenOptions => ({
  ...(takesTime && { timeouts: HASTY.timeouts }),
  ...(retry !== undefined && { retry }),
})

const createFails = (failure: Failure): Scenario => ({
  title: `create: ${failure.title} is ${failure.reason} with outcome ${failure.outcome}, and create is sent no more often than it may be`,
  ...(failure.takesTime && { waits: true }),
  run: async (bench) => {
    const { provider } = await bench.open(optionsFor(failure, EAGER_TO_REPEAT))
    await bench.acquirer.fault("create", failure.fault)
    // A provider with a session may renew it once when it is told that the session ended; one whose acquirer answers a
    // repeat as the first attempt may ask so once.
    const { repeatedCreate, lostCreates } = provider.capabilities
    const mayRepeat =
      failure.reason === "Unauthorized" ||
      (failure.outcome === "unknown" && (repeatedCreate !== undefined || lostCreates?.withQr === true))
    const requests = await bench.requestsDuring("create", async () => {
      const error = await bench.failure(provider.create(bench.request()))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: failure.reason,
        outcome: failure.outcome,
        isRetryable: failure.createIsRetryable,
      })
      assertRetryAfter(error.retryAfter, failure)
    })
    assert.ok(requests === 1 || (mayRepeat && requests === 2), `create was sent ${requests} times`)
    await bench.acquirer.clearFaults()
    assert.equal(
      (await bench.run(provider.create(bench.request()))).status,
      "pending",
      "the next create must work",
    )
  },
})

const inquireFails = (failure: Failure): Scenario => ({
  title: `inquire: ${failure.title} is ${failure.reason} with outcome ${failure.outcome}`,
  ...(failure.takesTime && { waits: true }),
  run: async (bench) => {
    const { ref } = await bench.create()
    const { provider } = await bench.open(optionsFor(failure, HASTY.retry))
    await bench.acquirer.fault("inquire", failure.fault)
    const error = await bench.failure(provider.inquire(ref))
    assertFailure(error, provider.id, {
      operation: "inquire",
      reason: failure.reason,
      outcome: failure.outcome,
      isRetryable: failure.inquireIsRetryable,
    })
    assertRetryAfter(error.retryAfter, failure)
    await bench.acquirer.clearFaults()
    assert.equal((await bench.run(provider.inquire(ref))).status, "pending", "the next inquiry must work")
  },
})

const assertRetryAfter = (actual: Duration.Duration | undefined, { retryAfter }: Failure): void => {
  if (retryAfter === undefined) return
  assert.ok(actual !== undefined, "the error must say how long to wait")
  assert.equal(Duration.toMillis(actual), Duration.toMillis(retryAfter))
}

/** A server that nobody may be led to. */
const withTrap = async (use: (location: string, visits: () => number) => Promise<void>): Promise<void> => {
  let visits = 0
  const trap = createServer((_, response) => {
    visits += 1
    response.end("{}")
  })
  trap.listen(0, "127.0.0.1")
  await once(trap, "listening")
  const address = trap.address()
  assert.ok(typeof address === "object" && address !== null)
  try {
    await use(`http://127.0.0.1:${address.port}/trap`, () => visits)
  } finally {
    trap.closeAllConnections()
    trap.close()
  }
}

const withWrongCredentials = async (bench: Bench) => {
  const { provider } = await bench.open({ credentials: "wrong", retry: EAGER_TO_REPEAT })
  return provider
}

export const failures: ScenarioGroup = {
  ...Object.fromEntries(
    Object.entries(FAILURES).map(([name, failure]) => [`create-${name}`, createFails(failure)]),
  ),
  ...Object.fromEntries(
    Object.entries(FAILURES).map(([name, failure]) => [`inquire-${name}`, inquireFails(failure)]),
  ),
  "create-redirect": {
    title: "create: a redirect is MalformedResponse with outcome unknown, and is never followed",
    run: (bench) =>
      withTrap(async (location, visits) => {
        await bench.acquirer.fault("create", { kind: "redirect", location })
        const error = await bench.failure(bench.provider.create(bench.request()))
        assertFailure(error, bench.provider.id, {
          operation: "create",
          reason: "MalformedResponse",
          outcome: "unknown",
        })
        assert.equal(visits(), 0, "a redirect must not be followed")
      }),
  },
  "inquire-redirect": {
    title: "inquire: a redirect is MalformedResponse with outcome unknown, and is never followed",
    run: (bench) =>
      withTrap(async (location, visits) => {
        const { ref } = await bench.create()
        await bench.acquirer.fault("inquire", { kind: "redirect", location })
        const error = await bench.failure(bench.provider.inquire(ref))
        assertFailure(error, bench.provider.id, {
          operation: "inquire",
          reason: "MalformedResponse",
          outcome: "unknown",
        })
        assert.equal(visits(), 0, "a redirect must not be followed")
      }),
  },
  "create-wrong-credentials": {
    title:
      "create: credentials that the provider does not accept are Unauthorized, and are not tried in a loop",
    run: async (bench) => {
      const provider = await withWrongCredentials(bench)
      const error = await bench.failure(provider.create(bench.request()))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: "Unauthorized",
        outcome: "refused",
        isRetryable: false,
      })
      assert.ok((await bench.acquirer.requests("create")) <= 2)
    },
  },
  "inquire-wrong-credentials": {
    title: "inquire: credentials that the provider does not accept are Unauthorized, never PaymentNotFound",
    run: async (bench) => {
      const { ref } = await bench.create()
      const provider = await withWrongCredentials(bench)
      const error = await bench.failure(provider.inquire(ref))
      assertFailure(error, provider.id, {
        operation: "inquire",
        reason: "Unauthorized",
        outcome: "refused",
        isRetryable: false,
      })
    },
  },
  messages: {
    title: "every error says what it means for the money, in one line that names the provider and the verb",
    run: async (bench) => {
      for (const { fault } of Object.values(FAILURES).filter(({ takesTime }) => !takesTime)) {
        await bench.acquirer.fault("create", fault)
        const { message } = await bench.failure(bench.provider.create(bench.request()))
        await bench.acquirer.clearFaults()
        assert.ok(message.startsWith(`${bench.provider.id} create: `), message)
        assert.ok(!message.includes("\n"), "a message is one line")
        assert.match(message, /payment/i, "a message says what became of the payment")
      }
    },
  },
}
