import assert from "node:assert/strict"
import type { QrisError, ReceivedNotification } from "@qriskit/core"
import type { Bench } from "../bench.js"
import { assertFailure } from "../failure-expectation.js"
import { ANYTHING, HUGE, NONSENSE, NOT_BYTES } from "../hostile-bodies.js"
import { pathsIn, withField } from "../json-edit.js"
import type { ScenarioGroup } from "../scenario.js"

const kindOf = (bench: Bench, error: QrisError): string => {
  assertFailure(error, bench.provider.id, {
    operation: "notification",
    reason: "InvalidNotification",
    outcome: "not_sent",
    isRetryable: false,
  })
  assert.ok(error.reason._tag === "InvalidNotification")
  return error.reason.kind
}

const assertUnauthentic = async (bench: Bench, raw: ReceivedNotification): Promise<void> => {
  const error = await bench.failure(bench.provider.notifications.read(raw))
  assert.equal(kindOf(bench, error), "unauthentic")
}

/** Neither peek nor read may do anything but refuse. */
const assertRefused = async (bench: Bench, raw: ReceivedNotification): Promise<void> => {
  kindOf(bench, await bench.failure(bench.provider.notifications.peek(raw)))
  kindOf(bench, await bench.failure(bench.provider.notifications.read(raw)))
}

const textOf = ({ body }: ReceivedNotification): string =>
  typeof body === "string" ? body : Buffer.from(body).toString()

export const forgeries: ScenarioGroup = {
  "wrong-signature": {
    title: "a callback with a wrong signature is unauthentic",
    needs: ["signed-callbacks"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { signature: "wrong" }))
    },
  },
  unsigned: {
    title: "a callback without the signature that is due is unauthentic",
    needs: ["signed-callbacks"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { signature: "none" }))
    },
  },
  "other-secret": {
    title: "a callback signed with somebody else's secret is unauthentic",
    needs: ["signed-callbacks"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const { provider } = await bench.open({ credentials: "wrong" })
      assert.equal(kindOf(bench, await bench.failure(provider.notifications.read(raw))), "unauthentic")
    },
  },
  "forged-status": {
    title: "a genuine callback whose status was changed is unauthentic",
    needs: ["signed-claims"],
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const status of Object.keys(bench.facts.statusWords)) {
        const raw = await bench.acquirer.notification(ref, { status })
        if (bench.facts.statusWords[status] !== "pending") await assertUnauthentic(bench, raw)
      }
    },
  },
  "forged-amount": {
    title: "a genuine callback whose amount was changed is unauthentic",
    needs: ["signed-claims"],
    run: async (bench) => {
      const { ref, amount } = await bench.createPaid()
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { amount: amount + 1 }))
    },
  },
  "other-payment": {
    title: "with the stored ref, a callback about another payment is a mismatch",
    run: async (bench) => {
      const [mine, other] = [await bench.createPaid(), await bench.createPaid()]
      const raw = await bench.acquirer.notification(other.ref)
      const error = await bench.failure(bench.provider.notifications.read(raw, mine.ref))
      assert.equal(kindOf(bench, error), "mismatch")
    },
  },
  nonsense: {
    title: "bodies that are no callback are InvalidNotification, for peek and for read",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { headers } = await bench.acquirer.notification(ref)
      for (const body of Object.values(NONSENSE)) {
        await assertRefused(bench, { headers, body })
        await assertRefused(bench, { headers: {}, body })
      }
      assert.ok(!("polluted" in {}), "no body may change what all objects inherit")
    },
  },
  huge: {
    title: "a body of two megabytes is InvalidNotification, before it is parsed",
    run: async (bench) => {
      await assertRefused(bench, { headers: {}, body: HUGE })
      await assertRefused(bench, { headers: {}, body: Buffer.from(HUGE) })
    },
  },
  "not-bytes": {
    title:
      "a body that a framework parsed already is InvalidNotification, and the message asks for the raw bytes",
    run: async (bench) => {
      for (const body of NOT_BYTES) {
        // Deliberately not a body.
        const raw = { headers: {}, body } as never
        await assertRefused(bench, raw)
        assert.match((await bench.failure(bench.provider.notifications.read(raw))).message, /raw|bytes/i)
      }
    },
  },
  "wrong-types": {
    title:
      "a callback with anything in any of its fields is read or InvalidNotification, and no amount is made up",
    needs: ["json-callbacks"],
    run: async (bench) => {
      const { ref, amount } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const genuine: unknown = JSON.parse(textOf(raw))
      const { notifications } = bench.provider
      for (const path of pathsIn(genuine)) {
        for (const value of ANYTHING) {
          const variant = { ...raw, body: JSON.stringify(withField(genuine, path, value)) }
          const error = await bench.failureIfAny(notifications.read(variant))
          if (error !== undefined) kindOf(bench, error)
          const claimed = error ? undefined : (await bench.run(notifications.read(variant))).amount
          assert.ok(claimed === undefined || claimed === amount, `${path} makes the amount ${claimed}`)
          const unread = await bench.failureIfAny(notifications.peek(variant))
          if (unread !== undefined) kindOf(bench, unread)
        }
      }
    },
  },
}
