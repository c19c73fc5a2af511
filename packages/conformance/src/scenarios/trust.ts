import assert from "node:assert/strict"
import { type Payment, Rupiah } from "@qriskit/core"
import type { Bench } from "../bench.js"
import { qrAskingFor, qrInCurrency, qrWithoutAmount, qrWithSmallCrc, qrWithWrongCrc } from "../edited-qr.js"
import { assertFailure } from "../failure-expectation.js"
import { visibleTextOf } from "../leak.js"
import type { ScenarioGroup } from "../scenario.js"

const ASKED = Rupiah.make(25_000)

/** A QR as this acquirer makes them, for the amount that the scenarios ask for. */
const sampleQr = async (bench: Bench): Promise<string> => {
  const { qr } = await bench.create({ amount: ASKED })
  assert.ok(qr !== undefined, "a new payment must carry its QR")
  return qr.payload
}

/** A create whose answer is amended must be refused, and its QR shown to nobody. */
const refusesCreate = async (bench: Bench, set: Readonly<Record<string, unknown>>): Promise<void> => {
  await bench.acquirer.fault("create", { kind: "amend", set }, 1)
  const error = await bench.failure(bench.provider.create(bench.request({ amount: ASKED })))
  assertFailure(error, bench.provider.id, {
    operation: "create",
    reason: "UntrustedResponse",
    outcome: "unknown",
    isRetryable: false,
  })
  const qr = set[bench.facts.answers.create.qr]
  if (typeof qr === "string") assert.ok(!visibleTextOf(error).includes(qr), "the QR must not be in the error")
}

const refusesQr = async (bench: Bench, edit: (qr: string) => string): Promise<void> => {
  const qr = edit(await sampleQr(bench))
  await refusesCreate(bench, { [bench.facts.answers.create.qr]: qr })
}

const refusesInquire = async (bench: Bench, path: string | undefined, value: unknown): Promise<void> => {
  assert.ok(path !== undefined)
  const { ref } = await bench.create()
  await bench.acquirer.fault("inquire", { kind: "amend", set: { [path]: value } }, 1)
  const error = await bench.failure(bench.provider.inquire(ref))
  assertFailure(error, bench.provider.id, {
    operation: "inquire",
    reason: "UntrustedResponse",
    outcome: "unknown",
  })
}

export const trust: ScenarioGroup = {
  "create-amount": {
    title: "a create answered with another amount is UntrustedResponse",
    needs: ["create-names-amount"],
    run: async (bench) => {
      const { amount = "" } = bench.facts.answers.create
      for (const other of [ASKED + 1, ASKED - 1, 1, ASKED * 100])
        await refusesCreate(bench, { [amount]: other })
    },
  },
  "create-external-id": {
    title: "a create answered for another external id is UntrustedResponse",
    needs: ["create-names-external-id"],
    run: (bench) => refusesCreate(bench, { [bench.facts.answers.create.externalId ?? ""]: "somebody-else" }),
  },
  "create-payment-id-missing": {
    title: "a create answered without a payment id is unreadable: nobody could inquire about it",
    needs: ["create-names-payment-id"],
    run: async (bench) => {
      const { paymentId = "" } = bench.facts.answers.create
      for (const fault of [
        { kind: "amend", remove: [paymentId] },
        { kind: "amend", set: { [paymentId]: "" } },
        { kind: "amend", set: { [paymentId]: null } },
      ] as const) {
        await bench.acquirer.fault("create", fault)
        const error = await bench.failure(bench.provider.create(bench.request()))
        await bench.acquirer.clearFaults()
        assertFailure(error, bench.provider.id, {
          operation: "create",
          reason: "MalformedResponse",
          outcome: "unknown",
        })
      }
    },
  },
  "qr-crc": {
    title: "a QR whose CRC is wrong is UntrustedResponse, and is shown to nobody",
    run: (bench) => refusesQr(bench, qrWithWrongCrc),
  },
  "qr-small-crc": {
    title: "a QR whose CRC has small letters is right (EMVCo 4.7.3.2): it is accepted as it came",
    run: async (bench) => {
      const payload = qrWithSmallCrc(await sampleQr(bench), ASKED)
      const path = bench.facts.answers.create.qr
      await bench.acquirer.fault("create", { kind: "amend", set: { [path]: payload } }, 1)
      const { qr } = await bench.create({ amount: ASKED })
      assert.deepEqual({ payload: qr?.payload, amount: qr?.amount }, { payload, amount: ASKED })
    },
  },
  "qr-amount": {
    title: "a QR that asks for another amount is UntrustedResponse, and is shown to nobody",
    run: async (bench) => {
      for (const amount of ["25001", "24999", "2500000", "1"]) {
        await refusesQr(bench, (qr) => qrAskingFor(qr, amount))
      }
    },
  },
  "qr-fraction": {
    title: "a QR that asks for a fraction of a rupiah is UntrustedResponse, and is shown to nobody",
    run: (bench) => refusesQr(bench, (qr) => qrAskingFor(qr, "25000.50")),
  },
  "qr-currency": {
    title: "a QR in another currency is UntrustedResponse, and is shown to nobody",
    run: (bench) => refusesQr(bench, (qr) => qrInCurrency(qr, "840")),
  },
  "qr-nonsense": {
    title: "a QR that is no QRIS string is UntrustedResponse, and is shown to nobody",
    run: async (bench) => {
      for (const qr of ["DUMMY-QR-STRING", "https://example.com/pay", "0".repeat(600)]) {
        await refusesCreate(bench, { [bench.facts.answers.create.qr]: qr })
      }
    },
  },
  "qr-missing": {
    title: "where an answer carries no QR, none is invented",
    run: async (bench) => {
      const { qr } = bench.facts.answers.create
      await bench.acquirer.fault("create", { kind: "amend", remove: [qr] }, 1)
      const payment: Payment | undefined = await bench
        .run(bench.provider.create(bench.request()))
        .catch(() => undefined)
      assert.equal(payment?.qr, undefined)
    },
  },
  "qr-without-amount": {
    title: "a QR without an amount contradicts nothing: it is accepted, and qr.amount is absent",
    run: async (bench) => {
      const payload = qrWithoutAmount(await sampleQr(bench))
      const path = bench.facts.answers.create.qr
      await bench.acquirer.fault("create", { kind: "amend", set: { [path]: payload } }, 1)
      const { qr, amount } = await bench.create({ amount: ASKED })
      assert.equal(qr?.payload, payload)
      assert.ok(!("amount" in qr), "the customer types the amount")
      assert.equal(amount, ASKED)
    },
  },
  "inquire-external-id": {
    title: "an inquiry answered for another external id is UntrustedResponse",
    needs: ["inquire-names-external-id"],
    run: (bench) => refusesInquire(bench, bench.facts.answers.inquire.externalId, "somebody-else"),
  },
  "inquire-payment-id": {
    title: "an inquiry answered for another payment is UntrustedResponse",
    needs: ["inquire-names-payment-id"],
    run: async (bench) => {
      const other = await bench.create()
      await refusesInquire(bench, bench.facts.answers.inquire.paymentId, other.ref.paymentId)
    },
  },
  "inquire-qr": {
    title: "an inquiry hands out a QR that asks for the amount, and none whose CRC or amount is wrong",
    needs: ["inquire-shows-qr"],
    run: async (bench) => {
      const { qr: path = "" } = bench.facts.answers.inquire
      const { ref, qr } = await bench.create({ amount: ASKED })
      const genuine = qr?.payload ?? ""
      const handedOut = async (payload: string): Promise<string | undefined> => {
        await bench.acquirer.fault("inquire", { kind: "amend", set: { [path]: payload } }, 1)
        const payment = await bench.run(bench.provider.inquire(ref)).catch(() => undefined)
        return payment?.qr?.payload
      }
      assert.equal(await handedOut(genuine), genuine)
      assert.equal(await handedOut(qrWithWrongCrc(genuine)), undefined)
      assert.equal(await handedOut(qrAskingFor(genuine, "25001")), undefined)
    },
  },
}
