import assert from "node:assert/strict"
import { canCancel, canRefund } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"
import { type Bench, HASTY } from "../bench.js"
import { FAILURES } from "../failures.js"
import { holdsSecret, visibleTextOf } from "../leak.js"
import type { ScenarioGroup } from "../scenario.js"

const assertShowsNoSecret = (bench: Bench, value: unknown, what: string): void =>
  assert.ok(!holdsSecret(visibleTextOf(value), bench.secrets()), `a secret shows in ${what}`)

/** Goes through every verb, well and badly, so that there is something to search. */
const exercise = async (bench: Bench): Promise<void> => {
  // The deadline leaves no time to wait for as long as some of the faults ask.
  const timeouts = { connect: 2_000, headers: 2_000, body: 2_000, deadline: 2_000 }
  const { provider } = await bench.open({ timeouts, retry: { times: 1, baseDelay: 1, maxDelay: 2 } })
  const { ref } = await bench.run(provider.create(bench.request()))
  await bench.run(provider.inquire(ref))
  for (const { fault } of Object.values(FAILURES).filter(({ takesTime }) => !takesTime)) {
    await bench.acquirer.fault("create", fault)
    await bench.acquirer.fault("inquire", fault)
    await bench.failure(provider.create(bench.request()))
    await bench.failure(provider.inquire(ref))
    await bench.acquirer.clearFaults()
  }
  const forgery = await bench.acquirer.notification(ref, { signature: "wrong" })
  await bench.failureIfAny(provider.notifications.read(forgery))
  await bench.failure(provider.notifications.read({ ...forgery, body: "{}" }))
  await bench.acquirer.pay(ref)
  if (canCancel(provider)) await bench.failureIfAny(provider.cancel(ref))
  if (canRefund(provider)) await bench.failureIfAny(provider.refund(ref, { externalId: "refund-1" }))
}

/** A refusal in several envelopes at once, each repeating everything that the request carried. */
const echo = (bench: Bench, status: number): Fault => {
  const message = bench.echoes().join(" ")
  return {
    kind: "status",
    status,
    contentType: "application/json",
    body: JSON.stringify({
      message,
      error: message,
      response_message: message,
      data: { message },
      success: false,
    }),
  }
}

export const secrets: ScenarioGroup = {
  errors: {
    title:
      "no error of any verb shows a secret: not its message, not its stack, not its JSON, not when inspected",
    run: async (bench) => {
      await exercise(bench)
      const errors = bench.witness.sightings().filter(({ where }) => where === "error")
      assert.ok(errors.length > 0, "there must be errors to search")
      for (const { text } of errors)
        assert.ok(!holdsSecret(text, bench.secrets()), "a secret shows in an error")
    },
  },
  "errors-timeouts": {
    title: "no error after a time-out or a refused connection shows a secret",
    waits: true,
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open(HASTY)
      await bench.acquirer.fault("inquire", { kind: "silence" })
      assertShowsNoSecret(bench, await bench.failure(provider.inquire(ref)), "an error")
      await bench.acquirer.refuse()
      assertShowsNoSecret(bench, await bench.failure(provider.create(bench.request())), "an error")
    },
  },
  "errors-wrong-credentials": {
    title: "credentials that are not accepted do not show in the error either",
    run: async (bench) => {
      const { provider } = await bench.open({ credentials: "wrong" })
      assertShowsNoSecret(bench, await bench.failure(provider.create(bench.request())), "an error")
    },
  },
  logs: {
    title: "no log line at any level shows a secret",
    run: async (bench) => {
      await exercise(bench)
      for (const { where, text } of bench.witness.sightings()) {
        if (where === "log") assert.ok(!holdsSecret(text, bench.secrets()), "a secret shows in a log line")
      }
    },
  },
  spans: {
    title: "no span shows a secret: not its name, not its attributes, not its events",
    run: async (bench) => {
      await exercise(bench)
      for (const { where, text } of bench.witness.sightings()) {
        if (where === "span") assert.ok(!holdsSecret(text, bench.secrets()), "a secret shows in a span")
      }
    },
  },
  provider: {
    title: "the provider itself shows no secret when it is inspected or written as JSON",
    run: async (bench) => {
      await bench.create()
      assertShowsNoSecret(bench, bench.provider, "the provider")
      assertShowsNoSecret(bench, bench.provider.notifications, "its notifications")
      assertShowsNoSecret(bench, bench.provider.capabilities, "its capabilities")
    },
  },
  "raw-create": {
    title: "a create's raw answer shows no secret, even when the acquirer echoes all of them",
    run: async (bench) => {
      await bench.create()
      const echoed = Object.fromEntries(bench.echoes().map((secret, index) => [`x_echo_${index}`, secret]))
      const set = { ...echoed, x_list: bench.echoes(), x_text: `seen: ${bench.echoes().join(", ")}` }
      await bench.acquirer.fault("create", { kind: "amend", set })
      const payment = await bench.create()
      assertShowsNoSecret(bench, payment, "a payment")
      assertShowsNoSecret(bench, payment.raw, "raw")
    },
  },
  "raw-inquire": {
    title: "an inquiry's raw answer shows no secret, even when the acquirer echoes all of them",
    run: async (bench) => {
      const { ref } = await bench.create()
      const set = { x_list: bench.echoes(), x_deep: { text: `seen: ${bench.echoes().join(", ")}` } }
      await bench.acquirer.fault("inquire", { kind: "amend", set })
      const payment = await bench.run(bench.provider.inquire(ref))
      assertShowsNoSecret(bench, payment, "a payment")
      assertShowsNoSecret(bench, payment.raw, "raw")
    },
  },
  "refusals-echo": {
    title: "a refusal that echoes every secret is told without them",
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const status of [200, 400, 401, 404, 409, 422, 429, 500]) {
        await bench.acquirer.fault("create", echo(bench, status))
        await bench.acquirer.fault("inquire", echo(bench, status))
        assertShowsNoSecret(
          bench,
          await bench.failure(bench.provider.create(bench.request())),
          `the error of a ${status}`,
        )
        const { provider } = await bench.open({ retry: HASTY.retry })
        assertShowsNoSecret(bench, await bench.failure(provider.inquire(ref)), `the error of a ${status}`)
        await bench.acquirer.clearFaults()
      }
    },
  },
  "own-refusal-echo": {
    title: "the provider's own message is told without secrets, even when it echoes them",
    needs: ["refusal-message"],
    run: async (bench) => {
      const { refusalMessage = "" } = bench.facts
      await bench.create()
      const { ref } = await bench.create()
      const other = await bench.elsewhere()
      // Until its first call a provider with a session has no secret of it. This is the first payment there, not `ref`.
      await other.create()
      const set = { [refusalMessage]: `not accepted: ${other.echoes().join(", ")}` }
      await other.acquirer.fault("inquire", { kind: "amend", set })
      const error = await other.failure(other.provider.inquire(ref))
      assertShowsNoSecret(other, error, "an error")
      assert.match(error.message, /not accepted/, "what the provider said must be told")
    },
  },
}
