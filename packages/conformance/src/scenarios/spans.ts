import assert from "node:assert/strict"
import { canCancel, canRefund, type Operation } from "@qriskit/core"
import type { NativeSpan } from "effect/Tracer"
import type { Bench } from "../bench.js"
import type { ScenarioGroup } from "../scenario.js"

/** The spans of one verb begun while `during` runs. */
const spansDuring = async (
  bench: Bench,
  operation: Operation,
  during: () => Promise<unknown>,
): Promise<ReadonlyArray<NativeSpan>> => {
  const before = bench.witness.spans.length
  await during()
  return bench.witness.spans
    .slice(before)
    .filter(({ attributes }) => attributes.get("qris.operation") === operation)
}

/** Checks that there is one span, with its name and its attributes, and that it has ended. */
const assertSpan = (
  bench: Bench,
  spans: ReadonlyArray<NativeSpan>,
  operation: Operation,
  expected: Readonly<Record<string, unknown>>,
): void => {
  assert.equal(spans.length, 1, `${operation} must make one span, made ${spans.length}`)
  const [span] = spans
  assert.ok(span !== undefined)
  const name = span.name.toLowerCase()
  assert.ok(
    name.includes(bench.provider.id) && name.includes(operation),
    `${span.name} must name provider and verb`,
  )
  assert.equal(span.status._tag, "Ended")
  assert.equal(span.attributes.get("qris.provider"), bench.provider.id)
  for (const [attribute, value] of Object.entries(expected))
    assert.equal(span.attributes.get(attribute), value, attribute)
}

const textsWithin = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsWithin) : []
}

export const spans: ScenarioGroup = {
  create: {
    title: "create makes one span that names the payment and what came of it",
    run: async (bench) => {
      const request = bench.request()
      const spans = await spansDuring(bench, "create", () => bench.run(bench.provider.create(request)))
      assertSpan(bench, spans, "create", {
        "qris.external_id": request.externalId,
        "qris.outcome": "answered",
        "qris.status": "pending",
      })
    },
  },
  inquire: {
    title: "inquire makes one span that names the payment and what came of it, repeats included",
    run: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.pay(ref)
      await bench.acquirer.fault("inquire", { kind: "status", status: 503 }, 2)
      const spans = await spansDuring(bench, "inquire", () => bench.run(bench.provider.inquire(ref)))
      assertSpan(bench, spans, "inquire", {
        "qris.external_id": ref.externalId,
        "qris.outcome": "answered",
        "qris.status": "paid",
      })
    },
  },
  cancel: {
    title: "cancel makes one span that names the payment and what came of it",
    needs: ["cancel"],
    run: async (bench) => {
      const { provider } = bench
      assert.ok(canCancel(provider))
      const { ref } = await bench.create()
      const spans = await spansDuring(bench, "cancel", () => bench.run(provider.cancel(ref)))
      assertSpan(bench, spans, "cancel", { "qris.external_id": ref.externalId, "qris.status": "canceled" })
    },
  },
  refund: {
    title: "refund makes one span that names the payment and what came of it",
    needs: ["refund"],
    run: async (bench) => {
      const { provider } = bench
      assert.ok(canRefund(provider))
      const { ref } = await bench.create()
      await bench.acquirer.pay(ref)
      const refunding = () => bench.run(provider.refund(ref, { externalId: "refund-1" }))
      const spans = await spansDuring(bench, "refund", refunding)
      assertSpan(bench, spans, "refund", { "qris.external_id": ref.externalId, "qris.outcome": "answered" })
    },
  },
  failure: {
    title: "a verb that fails says its outcome and its reason on its span",
    run: async (bench) => {
      const request = bench.request()
      await bench.acquirer.fault("create", { kind: "cut", acting: true })
      const spans = await spansDuring(bench, "create", () => bench.failure(bench.provider.create(request)))
      assertSpan(bench, spans, "create", {
        "qris.external_id": request.externalId,
        "qris.outcome": "unknown",
        "qris.reason": "NetworkFailure",
      })
    },
  },
  "not-sent": {
    title: "a request that never left has its span too",
    run: async (bench) => {
      // Deliberately not a request.
      const nonsense = { amount: 0, externalId: {} } as never
      const spans = await spansDuring(bench, "create", () => bench.failure(bench.provider.create(nonsense)))
      assertSpan(bench, spans, "create", { "qris.outcome": "not_sent", "qris.reason": "InvalidRequest" })
    },
  },
  "no-personal-data": {
    title: "no span names the customer",
    run: async (bench) => {
      const request = bench.request()
      await bench.run(bench.provider.create(request))
      const shown = bench.witness.sightings().filter(({ where }) => where === "span")
      for (const personal of textsWithin(request.customer)) {
        for (const { text } of shown) assert.ok(!text.includes(personal), "a span names the customer")
      }
    },
  },
}
