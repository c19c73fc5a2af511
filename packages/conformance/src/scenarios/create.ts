import assert from "node:assert/strict"
import type { Payment } from "@qriskit/core"
import { parse, readAmount } from "@qriskit/payload"
import * as Effect from "effect/Effect"
import { stored } from "../bench.js"
import { assertFailure, assertFieldsNamed, issuesOf } from "../failure-expectation.js"
import { fieldAt } from "../json-edit.js"
import { plainRequest } from "../plain-request.js"
import type { AnswerPaths } from "../provider-facts.js"
import type { ScenarioGroup } from "../scenario.js"

const NOT_REQUESTS: ReadonlyArray<unknown> = [undefined, null, 0, "request", true, [], {}, () => ({})]

/** A text of an answer: an amount may stand there as `"25000.00"`. */
const textOf = (name: string, found: unknown): string | undefined => {
  if (found === undefined) return undefined
  return name === "amount" ? String(Number(found)) : String(found)
}

/** Faults amend answers at these paths: one that leads nowhere would amend nothing. */
const assertPaths = (paths: AnswerPaths, { ref, amount, providerStatus, qr, raw }: Payment): void => {
  const expected: Readonly<Record<string, string | undefined>> = {
    paymentId: ref.paymentId,
    externalId: ref.externalId,
    amount: String(amount),
    status: providerStatus,
    qr: qr?.payload,
  }
  for (const [name, path] of Object.entries(paths)) {
    assert.equal(
      textOf(name, fieldAt(raw, path)),
      expected[name],
      `${path} is not where the answer has its ${name}`,
    )
  }
}

export const create: ScenarioGroup = {
  "qr-valid": {
    title: "a new payment carries a QRIS string whose CRC is right",
    run: async (bench) => {
      const { qr } = await bench.create()
      assert.ok(qr !== undefined, "a new payment must carry its QR")
      const parsed = parse(qr.payload)
      assert.ok(parsed.ok, "the QR must be a QRIS string")
      assert.equal(parsed.payload.crc?.isValid, true, "the QR's CRC must be right")
    },
  },
  "qr-amount": {
    title: "the QR asks for the amount that was asked, and qr.amount says so",
    run: async (bench) => {
      const request = bench.request()
      const { amount, total, qr } = await bench.run(bench.provider.create(request))
      const parsed = parse(qr?.payload ?? "")
      assert.ok(parsed.ok)
      const reading = readAmount(parsed.payload)
      assert.equal(amount, request.amount)
      assert.ok(
        reading.kind === "rupiah" && reading.rupiah === (total ?? amount),
        "tag 54 must be the amount",
      )
      assert.equal(qr?.amount, reading.rupiah)
    },
  },
  pending: {
    title: "a new payment is pending",
    run: async (bench) => {
      assert.equal((await bench.create()).status, "pending")
    },
  },
  "pending-word": {
    title: "the provider's own word for a new payment is kept",
    needs: ["create-names-status"],
    run: async (bench) => {
      const payment = await bench.create()
      assert.equal(bench.facts.statusWords[payment.providerStatus], "pending")
    },
  },
  "ref-ids": {
    title:
      "the ref names the provider, the payment, the external id, and the external id as the order by default",
    run: async (bench) => {
      const request = bench.request()
      const { ref } = await bench.run(bench.provider.create(plainRequest(request, { orderId: undefined })))
      assert.equal(ref.provider, bench.provider.id)
      assert.equal(ref.externalId, request.externalId)
      assert.equal(ref.orderId, request.externalId)
      assert.notEqual(ref.paymentId, "")
    },
  },
  "ref-order": {
    title: "the ref names the merchant's order, which several payments may share",
    run: async (bench) => {
      const first = await bench.create({ orderId: "order-1" })
      const second = await bench.create({ orderId: "order-1" })
      assert.equal(first.ref.orderId, "order-1")
      assert.equal(second.ref.orderId, "order-1")
      assert.notEqual(first.ref.paymentId, second.ref.paymentId)
    },
  },
  "ref-channel": {
    title: "the ref names the channel that was used",
    needs: ["channels"],
    run: async (bench) => {
      const { ref } = await bench.create()
      const channels = bench.provider.capabilities.channels.map(({ id }) => id)
      assert.ok(
        ref.channel !== undefined && channels.includes(ref.channel),
        "the ref must name a known channel",
      )
    },
  },
  "ref-json": {
    title: "the ref survives JSON, and another process inquires with what comes back",
    run: async (bench) => {
      const { ref } = await bench.create()
      assert.deepEqual(stored(ref), { ...ref })
      const { provider } = await bench.open()
      const { ref: inquired, status } = await bench.run(provider.inquire(stored(ref)))
      assert.deepEqual({ ...inquired }, { ...ref })
      assert.equal(status, "pending")
    },
  },
  "plain-request": {
    title: "a request of plain objects is as good as one made with its class",
    run: async (bench) => {
      const request = plainRequest(bench.request())
      const payment = await bench.run(bench.provider.create(request))
      assert.equal(payment.ref.externalId, request.externalId)
    },
  },
  distinct: {
    title: "two payments have two ids and two QRs",
    run: async (bench) => {
      const [first, second] = [await bench.create(), await bench.create()]
      assert.notEqual(first.ref.paymentId, second.ref.paymentId)
      assert.notEqual(first.qr?.payload, second.qr?.payload)
    },
  },
  concurrent: {
    title: "payments made at the same time are not mixed up",
    run: async (bench) => {
      const { provider } = await bench.open()
      const requests = Array.from({ length: 10 }, () => bench.request())
      const payments = await bench.run(
        Effect.forEach(requests, (request) => provider.create(request), { concurrency: "unbounded" }),
      )
      assert.deepEqual(
        payments.map(({ ref }) => ref.externalId),
        requests.map(({ externalId }) => externalId),
      )
      assert.equal(new Set(payments.map(({ ref }) => ref.paymentId)).size, requests.length)
    },
  },
  raw: {
    title: "raw keeps the provider's answer",
    run: async (bench) => {
      const { ref, raw } = await bench.create()
      assert.ok(JSON.stringify(raw).includes(ref.paymentId), "raw must be the answer as it came")
    },
  },
  "harness-paths": {
    title: "the harness knows where answers carry ids, amount, status and QR",
    run: async (bench) => {
      const { answers } = bench.facts
      const created = await bench.create()
      assertPaths(answers.create, created)
      assertPaths(answers.inquire, await bench.run(bench.provider.inquire(created.ref)))
    },
  },
  "unknown-fields": {
    title: "fields that nobody knows in an answer do no harm",
    run: async (bench) => {
      await bench.acquirer.fault("create", {
        kind: "amend",
        set: { x_unknown: { deep: [1, null, { a: "b" }] }, x_flag: true },
      })
      assert.equal((await bench.create()).status, "pending")
    },
  },
  duplicate: {
    title: "an external id that was used makes no second payment, and the first stands",
    needs: ["duplicate-refusal"],
    run: async (bench) => {
      const { provider, facts } = bench
      const request = bench.request()
      const first = await bench.run(provider.create(request))
      if (provider.capabilities.repeatedCreate !== undefined) {
        const { ref } = await bench.run(provider.create(request))
        assert.equal(ref.paymentId, first.ref.paymentId, "a repeat must give the first payment")
      } else {
        const error = await bench.failure(provider.create(request))
        assertFailure(error, provider.id, {
          operation: "create",
          reason: facts.duplicateExternalId ?? [],
          outcome: "refused",
          isRetryable: false,
        })
      }
      assert.equal((await bench.run(bench.provider.inquire(first.ref))).status, "pending")
    },
  },
  "invalid-requests": {
    title:
      "a request that breaks the provider's rules never reaches the wire, and the error names every bad field",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      assert.ok(bench.facts.invalidRequests.length > 0, "the harness must know an invalid request")
      for (const { title, change, fields } of bench.facts.invalidRequests) {
        const error = await bench.failure(provider.create(plainRequest(bench.request(), change)))
        assert.doesNotThrow(() => assertFieldsNamed(error, provider.id, "create", fields), title)
      }
      assert.equal(sent(), 0, "nothing may reach the wire")
    },
  },
  "all-fields-at-once": {
    title: "one error names all bad fields at once",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      const request = plainRequest(bench.request(), { amount: -1, externalId: "", orderId: "" })
      const error = await bench.failure(provider.create(request))
      assertFieldsNamed(error, provider.id, "create", ["amount", "externalId", "orderId"])
      assert.equal(sent(), 0)
    },
  },
  "not-a-request": {
    title: "what is no request at all fails with InvalidRequest",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      for (const nonsense of NOT_REQUESTS) {
        // Deliberately not a request.
        const error = await bench.failure(provider.create(nonsense as never))
        assert.ok(issuesOf(error, provider.id, "create").length > 0, "the error must say what is wrong")
      }
      assert.equal(sent(), 0)
    },
  },
  "external-id-missing": {
    title: "an external id that is missing, empty or no text is refused by name",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      for (const externalId of [undefined, null, "", 7, {}]) {
        const error = await bench.failure(provider.create(plainRequest(bench.request(), { externalId })))
        assertFieldsNamed(error, provider.id, "create", ["externalId"])
      }
      assert.equal(sent(), 0)
    },
  },
  "external-id-length": {
    title: "an external id of the greatest length is taken, a longer one refused by name",
    needs: ["external-id-length"],
    run: async (bench) => {
      const length = bench.provider.capabilities.externalId.maximumLength ?? 0
      const longest = "a".repeat(length)
      const { ref } = await bench.create({ externalId: longest })
      assert.equal(ref.externalId, longest)
      const { provider, sent } = await bench.open()
      const error = await bench.failure(
        provider.create(plainRequest(bench.request(), { externalId: `${longest}b` })),
      )
      assertFieldsNamed(error, provider.id, "create", ["externalId"])
      assert.equal(sent(), 0)
    },
  },
}
