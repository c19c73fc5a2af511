import assert from "node:assert/strict"
import { canCancel, canRefund, type PaymentRef, type QrisProvider } from "@qriskit/core"
import { type Bench, stored } from "../bench.js"
import { assertFailure } from "../failure-expectation.js"
import type { ScenarioGroup } from "../scenario.js"
import { assertUnauthorized, createWith, MINE, OTHER } from "../two-accounts.js"

const openBoth = async (bench: Bench) => ({
  mine: await bench.open({ account: MINE }),
  other: await bench.open({ account: OTHER }),
})

/** Every verb that takes a ref. */
const askedWith = (provider: QrisProvider, ref: PaymentRef) => [
  ["inquire", provider.inquire(ref)] as const,
  ...(canCancel(provider) ? [["cancel", provider.cancel(ref)] as const] : []),
  ...(canRefund(provider)
    ? [
        ["refund", provider.refund(ref, { externalId: "refund-1" })] as const,
        ["inquire", provider.inquireRefund(ref, { externalId: "refund-1" })] as const,
      ]
    : []),
]

const assertRefusedByName = async (bench: Bench, provider: QrisProvider, ref: PaymentRef): Promise<void> => {
  for (const [operation, asking] of askedWith(provider, ref)) {
    const error = await bench.failure(asking)
    assertFailure(error, bench.provider.id, {
      operation,
      reason: "InvalidRequest",
      outcome: "not_sent",
      isRetryable: false,
    })
    assert.ok(error.reason._tag === "InvalidRequest")
    assert.deepEqual(
      error.reason.issues.map(({ path }) => path),
      ["account"],
    )
  }
}

export const accounts: ScenarioGroup = {
  refs: {
    title: "a ref carries its account through JSON, and its own client asks with it",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      assert.equal(stored(ref).account, MINE)
      const asked = await bench.run(mine.provider.inquire(stored(ref)))
      assert.equal(asked.ref.account, MINE, "an inquiry's ref must name the account, too")
    },
  },
  "foreign-ref": {
    title: "a ref of another account, or of none, is refused by every verb before the network",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      const { ref: ofNobody } = await bench.create()
      const before = other.sent()
      await assertRefusedByName(bench, other.provider, ref)
      await assertRefusedByName(bench, other.provider, ofNobody)
      await assertRefusedByName(bench, bench.provider, ref)
      assert.equal(other.sent(), before, "nothing may be sent")
    },
  },
  "foreign-payment": {
    title: "another account's payment is never answered, whatever the ref says",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      const claimed = { ...stored(ref), account: OTHER }
      for (const [, asking] of askedWith(other.provider, claimed)) {
        const { outcome, reason } = await bench.failure(asking)
        // Where refunds are known by the acquirer's own id alone, one without it is not asked about.
        const lacksRefundId =
          reason._tag === "InvalidRequest" && reason.issues.every(({ path }) => path === "refundId")
        if (!lacksRefundId) assert.notEqual(outcome, "not_sent")
      }
      assert.equal((await bench.run(mine.provider.inquire(ref))).status, "pending")
    },
  },
  callbacks: {
    title: "a callback is read with its account, and is never another's",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      await bench.acquirer.pay(ref)
      const raw = await bench.acquirer.notification(ref)
      const read = await bench.run(mine.provider.notifications.read(raw))
      assert.equal(read.ref.account, MINE, "what is read must name the account")
      assert.equal((await bench.run(mine.provider.notifications.read(raw, ref))).ref.account, MINE)
      for (const reading of [
        other.provider.notifications.read(raw, ref),
        bench.provider.notifications.read(raw, ref),
      ]) {
        assert.equal((await bench.failure(reading)).reason._tag, "InvalidNotification")
      }
    },
  },
  "foreign-signature": {
    title: "a callback that another account's secret signed is unauthentic",
    needs: ["accounts", "signed-callbacks", "own-signatures"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      await bench.acquirer.pay(ref)
      const raw = await bench.acquirer.notification(ref)
      const { reason, account } = await bench.failure(other.provider.notifications.read(raw))
      assert.ok(reason._tag === "InvalidNotification" && reason.kind === "unauthentic")
      assert.equal(account, OTHER, "the error must name the account")
    },
  },
  "wrong-credentials": {
    title: "wrong credentials are Unauthorized for their account, by name, and for no other",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      await createWith(bench, other.provider)
      const wrong = await bench.open({ account: MINE, credentials: "wrong" })
      await assertUnauthorized(bench, wrong.provider)
      await createWith(bench, other.provider)
      await createWith(bench, mine.provider)
    },
  },
  renewed: {
    title:
      "credentials that are renewed end with the old client; the new one asks about what was made before",
    needs: ["accounts"],
    run: async (bench) => {
      const { mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine.provider)
      await bench.acquirer.accounts?.renew(MINE)
      await assertUnauthorized(bench, mine.provider)
      const renewed = await bench.open({ account: MINE })
      assert.equal((await bench.run(renewed.provider.inquire(stored(ref)))).status, "pending")
      await createWith(bench, other.provider)
    },
  },
}
