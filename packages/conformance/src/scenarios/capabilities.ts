import assert from "node:assert/strict"
import { canCancel, canRefund, MAX_RUPIAH, refundTermsOf, type Support } from "@qriskit/core"
import { assertFailure, assertFieldsNamed } from "../failure-expectation.js"
import { plainRequest } from "../plain-request.js"
import type { ScenarioGroup } from "../scenario.js"

const assertExplained = (support: Support, what: string): void => {
  if (!support.supported)
    assert.ok(support.why.trim() !== "", `the capabilities must say why there is no ${what}`)
}

const isRange = (minimum: number | undefined, maximum: number | undefined, limit: number): boolean =>
  [minimum, maximum].every(
    (bound) => bound === undefined || (Number.isInteger(bound) && bound >= 1 && bound <= limit),
  ) && (minimum ?? 1) <= (maximum ?? limit)

export const capabilities: ScenarioGroup = {
  id: {
    title: "the provider's id is a short name in lower case, fit for paths, and its title is not empty",
    run: async ({ provider }) => {
      assert.match(provider.id, /^[a-z][a-z0-9-]{1,31}$/)
      assert.notEqual(provider.capabilities.title.trim(), "")
    },
  },
  verbs: {
    title:
      "the capabilities say that it cancels or refunds exactly where it can; what it cannot do is not there to call",
    run: async ({ provider }) => {
      const { cancel, refund } = provider.capabilities
      assert.deepEqual([cancel.supported, refund.supported], [canCancel(provider), canRefund(provider)])
      assert.deepEqual([cancel.supported, refund.supported], ["cancel" in provider, "refund" in provider])
    },
  },
  "refund-terms": {
    title: "refunds have terms for every channel, with days in order and hours that are hours",
    needs: ["refund"],
    run: async ({ provider: { capabilities } }) => {
      const { refund, channels } = capabilities
      assert.ok(refund.supported && refund.terms.length > 0, "there must be terms")
      const names = channels.length === 0 ? [undefined] : channels.map(({ id }) => id)
      for (const name of names) assert.ok(refundTermsOf(capabilities, name), `no terms for ${name}`)
      for (const { partial, days, surelyDays, closed } of refund.terms) {
        assertExplained(partial, "refund of a part")
        assert.ok(isRange(surelyDays, days, 3_660), "days")
        for (const time of [closed?.from, closed?.until])
          if (time !== undefined) assert.match(time, /^([01]\d|2[0-3]):[0-5]\d$/)
      }
    },
  },
  explained: {
    title: "what is not supported says why",
    run: async ({ provider: { capabilities } }) => {
      assertExplained(capabilities.cancel, "cancel")
      assertExplained(capabilities.refund, "refund")
      assertExplained(capabilities.expiry, "choice of an expiry")
      assertExplained(capabilities.notificationUrl, "choice of a callback address")
    },
  },
  data: {
    title: "the capabilities are data: JSON takes nothing away",
    run: async ({ provider: { capabilities } }) => {
      assert.deepEqual(JSON.parse(JSON.stringify(capabilities)), capabilities)
    },
  },
  limits: {
    title: "limits are whole numbers in order, and channels have distinct names",
    run: async ({ provider: { capabilities } }) => {
      const { amount, expiry, externalId, channels } = capabilities
      assert.ok(isRange(amount.minimum, amount.maximum, MAX_RUPIAH), "amounts")
      assert.ok(isRange(expiry.minimumMinutes, expiry.maximumMinutes, 60 * 24 * 366), "expiry")
      assert.ok(isRange(undefined, externalId.maximumLength, 4_096), "external id")
      for (const { id, maximumAmount } of channels)
        assert.ok(isRange(amount.minimum, maximumAmount, MAX_RUPIAH), id)
      assert.equal(new Set(channels.map(({ id }) => id)).size, channels.length)
    },
  },
  "required-fields": {
    title: "a request without a required field is refused by name",
    needs: ["required-fields"],
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      for (const field of provider.capabilities.requiredFields) {
        const error = await bench.failure(
          provider.create(plainRequest(bench.request(), { [field]: undefined })),
        )
        assertFieldsNamed(error, provider.id, "create", [field])
      }
      assert.equal(sent(), 0)
    },
  },
  "notification-statuses": {
    title: "callbacks report that a payment is paid, and every status they report has a word",
    run: async ({ provider, facts }) => {
      const { statuses } = provider.capabilities.notifications
      assert.ok(statuses.includes("paid"), "callbacks must report payments")
      const worded = Object.values(facts.statusWords)
      for (const status of statuses) assert.ok(worded.includes(status), `no word means ${status}`)
    },
  },
  "notification-url": {
    title: "a payment may name its own callback address",
    needs: ["notification-url"],
    run: async (bench) => {
      for (const notificationUrl of [
        "https://toko.example.com/callback",
        new URL("https://toko.example.com/callback"),
      ]) {
        const request = plainRequest(bench.request(), { notificationUrl })
        assert.equal((await bench.run(bench.provider.create(request))).status, "pending")
      }
      const error = await bench.failure(
        bench.provider.create(plainRequest(bench.request(), { notificationUrl: "not an address" })),
      )
      assertFieldsNamed(error, bench.provider.id, "create", ["notificationUrl"])
    },
  },
  "notification-url-not-offered": {
    title:
      "where a payment cannot name its own callback address, naming one is refused and never silently dropped",
    unless: "notification-url",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      const notificationUrl = "https://toko.example.com/callback"
      const error = await bench.failure(provider.create(plainRequest(bench.request(), { notificationUrl })))
      assertFailure(error, provider.id, {
        operation: "create",
        reason: "InvalidRequest",
        outcome: "not_sent",
      })
      assertFieldsNamed(error, provider.id, "create", ["notificationUrl"])
      assert.equal(sent(), 0)
    },
  },
}
