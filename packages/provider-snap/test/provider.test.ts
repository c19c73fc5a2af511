import { it } from "@effect/vitest"
import { type Payment, PaymentRef, QrisError, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, expectTypeOf } from "vitest"
import { capabilitiesOf, SnapCreate, type SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import { createSnap, type SnapClient } from "../src/promise.js"
import { configOf, inputOf } from "./support/merchant.js"
import { qrFor } from "./support/qr.js"
import { scripted } from "./support/scripted.js"

/** Rp 25.000, with a right CRC. */
const QR =
  "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI5204581253033605405250005802ID5911TOKO CONTOH6007JAKARTA61051031063046243"

const order = (change = {}) =>
  new SnapCreate({ amount: Rupiah.make(25_000), externalId: "order-1", ...change })
const CREATED = { responseCode: "2004700", referenceNo: "A1", partnerReferenceNo: "order-1", qrContent: QR }
const INQUIRED = {
  responseCode: "2005100",
  originalReferenceNo: "A1",
  originalPartnerReferenceNo: "order-1",
  latestTransactionStatus: "00",
  amount: { value: "25000.00", currency: "IDR" },
}
const refOf = (provider: string, change = {}) =>
  new PaymentRef({ provider, paymentId: "A1", externalId: "order-1", orderId: "order-1", ...change })

const throughTime = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  })

const reasonOf = (effect: Effect.Effect<unknown, QrisError>) =>
  Effect.map(throughTime(Effect.flip(effect)), ({ reason }) => reason)

describe("a create", () => {
  it.effect(
    "is signed with a token that was asked for once, under the merchant's own id where the acquirer wants it",
    () =>
      Effect.gen(function* () {
        const { provider, sent, calls } = scripted(presets.midtrans, [{ body: CREATED }])
        yield* Effect.all([provider.create(order()), provider.create(order())], { concurrency: 2 })
        expect(calls.filter(({ url }) => url.endsWith("/access-token/b2b"))).toHaveLength(1)
        expect(sent[0]?.headers).toMatchObject({
          authorization: "Bearer token-1",
          "x-partner-id": "CLIENT-1",
          "channel-id": "12345",
          "x-external-id": "order-1",
          "x-timestamp": "1970-01-01T07:00:00+07:00",
        })
      }),
  )

  it.effect("has an id of digits elsewhere, and milliseconds and hex at BRI", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.bri, [{ body: CREATED }])
      yield* provider.create(order())
      expect(sent[0]?.headers["x-external-id"]).toMatch(/^19700101070000000\d{15}$/)
      expect(sent[0]?.headers["x-timestamp"]).toBe("1970-01-01T07:00:00.000+07:00")
      expect(sent[0]?.headers["x-signature"]).toMatch(/^[0-9a-f]{128}$/)
    }),
  )

  it.effect("needs no token where the acquirer has none", () =>
    Effect.gen(function* () {
      const { provider, sent, calls } = scripted(presets.dana, [{ body: CREATED }])
      const { ref } = yield* provider.create(order())
      expect(calls).toHaveLength(1)
      expect(sent[0]?.headers).not.toHaveProperty("authorization")
      // It names no id of its own: the merchant's stands in for it.
      expect(ref.paymentId).toBe("order-1")
    }),
  )

  it.effect("keeps what later calls need, and nothing secret", () =>
    Effect.gen(function* () {
      const expiresAt = new Date(1_800_000)
      const body = {
        ...CREATED,
        additionalInfo: { contractId: "c-1", expiredAt: "1970-01-01T07:20:00+07:00" },
      }
      const { provider } = scripted(presets.winpay, [{ body }])
      const { ref, expiresAt: until } = yield* provider.create(order({ expiresAt }))
      expect(ref.attributes).toEqual({
        contractId: "c-1",
        askedAmount: "25000",
        validUntil: "1970-01-01T00:20:00.000Z",
      })
      expect(until).toEqual(new Date("1970-01-01T00:20:00.000Z"))
    }),
  )

  it.effect.each([
    [
      "a picture alone",
      { ...CREATED, qrContent: undefined, qrUrl: "https://x.example/qr" },
      "MalformedResponse",
      "onboarding",
    ],
    [
      "no QR at all",
      { ...CREATED, qrContent: undefined, additionalInfo: { qrString: "0002" } },
      "MalformedResponse",
      "it holds no QR text: the profile's verbs.create.answer.qr looks at qrContent, and there are responseCode, referenceNo, partnerReferenceNo, additionalInfo.qrString",
    ],
    [
      "no reference number",
      { ...CREATED, referenceNo: undefined },
      "MalformedResponse",
      "it names no reference number: the profile's verbs.create.answer.ids.paymentId looks at referenceNo, and there are responseCode, partnerReferenceNo, qrContent",
    ],
    [
      "another order",
      { ...CREATED, partnerReferenceNo: "order-2" },
      "UntrustedResponse",
      "partner reference",
    ],
    [
      "another amount in its QR",
      { ...CREATED, qrContent: QR.replace("540525000", "540525001") },
      "UntrustedResponse",
      "CRC",
    ],
    ["what is in progress", { responseCode: "2024700" }, "ProviderUnavailable", ""],
    ["a page", "<html>", "MalformedResponse", ""],
  ] as const)("that is answered with %s hands no QR out", ([, body, tag, why]) =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.midtrans, [{ body }])
      const reason = yield* reasonOf(provider.create(order()))
      expect(reason._tag).toBe(tag)
      expect(reason.message).toContain(why)
      expect(sent.filter(({ url }) => url.endsWith("generate"))).toHaveLength(1)
    }),
  )

  it.effect("without the id that a profile cannot do without is refused as such", () =>
    Effect.gen(function* () {
      const { provider } = scripted(presets.winpay, [{ body: CREATED }])
      const reason = yield* reasonOf(provider.create(order({ expiresAt: new Date(1_800_000) })))
      expect(reason.message).toContain(
        "it names no contractId, without which nobody can ask about it: the profile's verbs.create.answer.attributes.contractId looks at additionalInfo.contractId, and there are responseCode",
      )
    }),
  )

  it.effect.each([
    ["an id that is too long", presets.dana, { externalId: "x".repeat(26) }, "externalId"],
    ["an id with letters that do not pass", presets.ifortepay, {}, "externalId"],
    [
      "an expiry too soon",
      presets.ifortepay,
      { externalId: "order1", expiresAt: new Date(1_000) },
      "expiresAt",
    ],
    [
      "an expiry too late",
      presets.ifortepay,
      { externalId: "order1", expiresAt: new Date(7_200_000) },
      "expiresAt",
    ],
    ["no expiry where one is needed", presets.winpay, {}, "expiresAt"],
    [
      "an address of its own",
      presets.midtrans,
      { notificationUrl: new URL("https://toko.example/x") },
      "notificationUrl",
    ],
  ] as const)("with %s never leaves", ([, profile, change, path]) =>
    Effect.gen(function* () {
      const { provider, calls } = scripted(profile as typeof presets.midtrans, [{ body: CREATED }])
      const reason = yield* reasonOf(provider.create(order(change)))
      expect(reason).toMatchObject({ _tag: "InvalidRequest", outcome: "not_sent", issues: [{ path }] })
      expect(calls).toEqual([])
    }),
  )

  it.effect("that was surely not sent goes again, signed anew; one that may have arrived does not", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.bri, ["refused", { body: CREATED }])
      yield* throughTime(provider.create(order()))
      const [first, second] = sent.map(({ headers }) => headers)
      expect(first?.["x-external-id"]).not.toBe(second?.["x-external-id"])
      expect(first?.["x-signature"]).not.toBe(second?.["x-signature"])
      const cut = scripted(presets.bri, ["cut"])
      expect(yield* reasonOf(cut.provider.create(order()))).toMatchObject({ outcome: "unknown" })
      expect(cut.sent).toHaveLength(1)
    }),
  )
})

describe("a create that asks for a fee on top", () => {
  const { verbs } = presets.paydia
  const asking = (body: object, fee: SnapProfileInput["verbs"]["create"]["fee"] = verbs.create.fee) => ({
    ...presets.paydia,
    verbs: { ...verbs, create: { ...verbs.create, body: { ...verbs.create.body, ...body }, fee } },
  })
  const feeAmount = { value: "1000.00", currency: "IDR" }
  const createdWith = (profile: SnapProfileInput, qrContent: string) =>
    throughTime(
      Effect.result(
        Effect.map(
          scripted(profile, [{ body: { ...CREATED, qrContent } }]).provider.create(order()),
          ({ amount, total, qr }) => [amount, total, qr?.amount],
        ),
      ),
    )

  it.effect("takes a QR for the amount, for both together, and for the amount with the fee as a tip", () =>
    Effect.gen(function* () {
      for (const profile of [asking({ feeAmount }), asking({ FeeAmount: "1000" }, "FeeAmount")]) {
        expect(yield* createdWith(profile, qrFor(25_000))).toEqual(
          Result.succeed([25_000, undefined, 25_000]),
        )
        expect(yield* createdWith(profile, qrFor(26_000))).toEqual(Result.succeed([25_000, 26_000, 26_000]))
        expect(yield* createdWith(profile, qrFor(25_000, 1_000))).toEqual(
          Result.succeed([25_000, undefined, 25_000]),
        )
        for (const qr of [qrFor(27_000), qrFor(26_000, 1_000), qrFor(25_000, 500)])
          expect(Result.isFailure(yield* createdWith(profile, qr))).toBe(true)
      }
    }),
  )

  it.effect("takes it for the amount alone where no fee, or none that can be read, was asked for", () =>
    Effect.gen(function* () {
      for (const body of [{}, { feeAmount: { value: "0.00", currency: "IDR" } }, { feeAmount: "many" }]) {
        expect(yield* createdWith(asking(body), qrFor(25_000))).toEqual(
          Result.succeed([25_000, undefined, 25_000]),
        )
        expect(Result.isFailure(yield* createdWith(asking(body), qrFor(26_000)))).toBe(true)
      }
    }),
  )
})

describe("a create of a profile with a time of its own", () => {
  const { limits } = presets.midtrans
  const profile = { ...presets.midtrans, limits: { ...limits, expirySeconds: { default: 900 } } } as const

  it.effect("asks for that where the request names none, and the reference keeps it", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(profile, [{ body: CREATED }])
      const payment = yield* throughTime(provider.create(order()))
      expect(sent[0]?.json).toMatchObject({ validityPeriod: "1970-01-01T07:15:00+07:00" })
      expect(payment.expiresAt).toEqual(new Date(900_000))
      const own = yield* throughTime(provider.create(order({ expiresAt: new Date(7_200_000) })))
      expect(own.expiresAt).toEqual(new Date(7_200_000))
    }),
  )

  it.effect("and where the profile has none, nothing is asked for", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.midtrans, [{ body: CREATED }])
      expect((yield* throughTime(provider.create(order()))).expiresAt).toBeUndefined()
      expect(sent[0]?.json).not.toHaveProperty("validityPeriod")
    }),
  )
})

describe("a body that tells the time of the call", () => {
  const { verbs } = presets.bri
  const body = { partnerReferenceNo: "{externalId}", billDate: "{now}" }
  const lost = { body: { originalPartnerReferenceNo: "{externalId}", askedAt: "{now}" } }
  const profile = { ...presets.bri, verbs: { ...verbs, create: { ...verbs.create, body, lost } } } as const

  it.effect("has it in Jakarta's time, and that of asking where a lost create is asked about", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(profile, ["cut", { body: INQUIRED }])
      yield* throughTime(Effect.flip(provider.create(order())))
      expect(sent[0]?.json).toEqual({ partnerReferenceNo: "order-1", billDate: "1970-01-01T07:00:00+07:00" })
      const [, { json, headers } = { json: {}, headers: {} as Record<string, string> }] = sent
      expect(json).toEqual({
        originalPartnerReferenceNo: "order-1",
        askedAt: headers["x-timestamp"]?.replace(/\.\d{3}/, ""),
      })
    }),
  )
})

describe("an address that nothing is at", () => {
  it.effect("is named", () =>
    Effect.gen(function* () {
      const { provider } = scripted(presets.midtrans, [{ status: 404, body: "<html>" }])
      const reason = yield* reasonOf(provider.create(order()))
      expect(reason.message).toContain(
        "an error page of https://merchants.sbx.midtrans.com/v1.0/qr/qr-mpm-generate, not an answer",
      )
    }),
  )
})

describe("a token", () => {
  it.effect(
    "that is not given is told of as such, with the acquirer's code and the settings to look at",
    () =>
      Effect.gen(function* () {
        const token = {
          status: 401,
          body: { responseCode: "4017300", responseMessage: "Unauthorized. Signature" },
        }
        const { provider, sent } = scripted(presets.midtrans, [{ body: CREATED }], {}, token)
        const error = yield* throughTime(Effect.flip(provider.create(order())))
        expect(error.message).toBe(
          'snap-midtrans create: The provider refused our request for a token (HTTP 401, code 4017300, "Unauthorized. Signature"). Check clientId, privateKey, profile.token, and the environment they belong to. No payment was created by this call and no money can move through it.',
        )
        expect(sent).toEqual([])
      }),
  )

  it.effect("that is refused is replaced, and the call made once more", () =>
    Effect.gen(function* () {
      const { provider, sent, calls } = scripted(presets.midtrans, [
        { status: 401, body: { responseCode: "4014701" } },
        { body: CREATED },
      ])
      yield* provider.create(order())
      expect(sent).toHaveLength(2)
      expect(calls.filter(({ url }) => url.endsWith("/access-token/b2b"))).toHaveLength(2)
    }),
  )

  it.effect("is renewed a minute before its end", () =>
    Effect.gen(function* () {
      const { provider, calls } = scripted(presets.midtrans, [{ body: CREATED }])
      const logins = () => calls.filter(({ url }) => url.endsWith("/access-token/b2b")).length
      yield* provider.create(order())
      yield* TestClock.adjust(839_999)
      yield* provider.create(order())
      expect(logins()).toBe(1)
      yield* TestClock.adjust(1)
      yield* provider.create(order())
      expect(logins()).toBe(2)
    }),
  )

  it.effect.each([true, false, "soon", {}, -1, null])(
    "whose life is %j lives as long as the profile says",
    (expiresIn) =>
      Effect.gen(function* () {
        const token = { body: { responseCode: "2007300", accessToken: "token-1", expiresIn } }
        const { provider, calls } = scripted(presets.midtrans, [{ body: CREATED }], {}, token)
        yield* provider.create(order())
        yield* TestClock.adjust(839_999)
        yield* provider.create(order())
        expect(calls.filter(({ url }) => url.endsWith("/access-token/b2b"))).toHaveLength(1)
      }),
  )

  it.effect("is asked for with RSA over client id and time", () =>
    Effect.gen(function* () {
      const { provider, calls } = scripted(presets.doku, [{ body: CREATED }])
      yield* provider.create(order())
      expect(calls[0]).toMatchObject({
        url: "https://api-sandbox.doku.com/authorization/v1/access-token/b2b",
        headers: { "x-client-key": "CLIENT-1", "x-timestamp": "1970-01-01T07:00:00+07:00" },
        body: '{"grantType":"client_credentials"}',
      })
    }),
  )
})

describe("an inquiry", () => {
  const inquire = (profile: typeof presets.paydia, body: unknown, ref = refOf(profile.id)) =>
    throughTime(scripted(profile, [{ body }]).provider.inquire(ref))

  it.effect("tells what was asked where the acquirer names no amount, from the reference", () =>
    Effect.gen(function* () {
      const ref = refOf("snap-paydia", { attributes: { askedAmount: "25000" } })
      const payment = yield* inquire(presets.paydia, { ...INQUIRED, amount: undefined }, ref)
      expect(payment).toMatchObject({ status: "paid", amount: 25_000 })
    }),
  )

  it.effect("tells the total apart from what was asked", () =>
    Effect.gen(function* () {
      const body = { ...INQUIRED, amount: { value: "25350.00" }, feeAmount: { value: "350.00" } }
      const ref = refOf("snap-paydia", { attributes: { askedAmount: "25000" } })
      expect(yield* inquire(presets.paydia, body, ref)).toMatchObject({ amount: 25_000, total: 25_350 })
      const plain = { ...INQUIRED, feeAmount: "350" }
      expect(yield* inquire(presets.paydia, plain, ref)).toMatchObject({ amount: 25_000, total: 25_350 })
    }),
  )

  it.effect.each([
    ["no status", { ...INQUIRED, latestTransactionStatus: undefined }, "MalformedResponse"],
    ["no amount at all", { ...INQUIRED, amount: undefined }, "MalformedResponse"],
    ["an amount with cents", { ...INQUIRED, amount: { value: "25000.50" } }, "MalformedResponse"],
    ["another payment", { ...INQUIRED, originalReferenceNo: "A2" }, "UntrustedResponse"],
  ] as const)("that is answered with %s gives no payment", ([, body, tag]) =>
    Effect.gen(function* () {
      expect((yield* reasonOf(inquire(presets.paydia, body)))._tag).toBe(tag)
    }),
  )

  it.effect("is repeated after a passing fault, under a new id each time", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.paydia, [
        "cut",
        { status: 502, body: "<html>" },
        { body: INQUIRED },
      ])
      expect((yield* throughTime(provider.inquire(refOf("snap-paydia")))).status).toBe("paid")
      expect(new Set(sent.map(({ headers }) => headers["x-external-id"])).size).toBe(3)
    }),
  )

  it.effect("of another provider's reference never leaves", () =>
    Effect.gen(function* () {
      const { provider, calls } = scripted(presets.paydia, [{ body: INQUIRED }])
      expect((yield* reasonOf(provider.inquire(refOf("snap-nicepay"))))._tag).toBe("InvalidRequest")
      expect(calls).toEqual([])
    }),
  )

  it.effect("of iFortepay's payment that is not found says expired only once its time is over", () =>
    Effect.gen(function* () {
      const body = { ...INQUIRED, latestTransactionStatus: "07" }
      const ref = refOf("snap-ifortepay", {
        attributes: { askedAmount: "25000", validUntil: new Date(900_000).toISOString() },
      })
      const { provider } = scripted(presets.ifortepay, [{ body }])
      expect((yield* provider.inquire(ref)).status).toBe("pending")
      yield* TestClock.adjust(900_000)
      expect((yield* provider.inquire(ref)).status).toBe("expired")
    }),
  )

  it.effect("names the payer without control characters", () =>
    Effect.gen(function* () {
      const additionalInfo = { issuerName: "BANK\u0000CONTOH", customerName: "PELANGGAN", issuerRrn: 12_345 }
      const { provider } = scripted(presets.bri, [{ body: { ...INQUIRED, additionalInfo } }])
      const { payer } = yield* provider.inquire(refOf("snap-bri"))
      expect({ ...payer }).toEqual({ issuer: "BANK CONTOH", name: "PELANGGAN", retrievalReference: "12345" })
    }),
  )
})

describe("refunds of Midtrans", () => {
  const history = (...amounts: ReadonlyArray<number>) => ({
    ...INQUIRED,
    additionalInfo: {
      refundHistory: amounts.map((amount, index) => ({
        refundNo: `R${index}`,
        partnerReferenceNo: `refund-${index}`,
        refundAmount: { value: `${amount}.00`, currency: "IDR" },
        refundStatus: "00",
        refundDate: "2026-01-02T11:00:00+07:00",
      })),
    },
  })
  const ref = refOf("snap-midtrans")

  it.effect.each([
    [[], "paid", undefined],
    [[10_000], "partially_refunded", 10_000],
    [[10_000, 15_000], "refunded", 25_000],
  ] as const)("%j make the payment %s", ([amounts, status, refunded]) =>
    Effect.gen(function* () {
      const { provider } = scripted(presets.midtrans, [{ body: history(...amounts) }])
      const payment: Payment = yield* provider.inquire(ref)
      expect(payment.status).toBe(status)
      expect(payment.refunded).toBe(refunded)
    }),
  )

  it.effect("are found again by their own id, or not listed", () =>
    Effect.gen(function* () {
      const { provider } = scripted(presets.midtrans, [{ body: history(10_000) }])
      expect(yield* provider.inquireRefund(ref, { externalId: "refund-0" })).toMatchObject({
        refundId: "R0",
        status: "succeeded",
        amount: 10_000,
      })
      expect(yield* provider.inquireRefund(ref, { externalId: "refund-9" })).toBeUndefined()
    }),
  )

  it.effect("are listed with whatever the acquirer writes, and a word that nobody knows is pending", () =>
    Effect.gen(function* () {
      const body = {
        ...INQUIRED,
        additionalInfo: { refundHistory: [null, { partnerReferenceNo: "refund-1", refundStatus: "42" }] },
      }
      const { provider } = scripted(presets.midtrans, [{ body }])
      expect(yield* provider.inquireRefund(ref, { externalId: "refund-1" })).toMatchObject({
        status: "pending",
        providerStatus: "42",
      })
      expect((yield* provider.inquire(ref)).status).toBe("paid")
    }),
  )

  it.effect("are read by whatever names a profile gives", () =>
    Effect.gen(function* () {
      const { verbs } = presets.midtrans
      const refunds = {
        list: ["data.refunds", "refunds"],
        refundId: "id",
        status: ["state", "status"],
        amount: "money.total",
        refundedAt: "at",
        words: { DONE: "succeeded", NO: "failed" },
      } as const
      const answer = { ...verbs.inquire.answer, refunds }
      const profile = { ...presets.midtrans, verbs: { ...verbs, inquire: { ...verbs.inquire, answer } } }
      const body = {
        ...INQUIRED,
        refunds: [
          { id: "R1", state: "DONE", money: { total: "10000.00" }, at: "2026-01-02T11:00:00+07:00" },
          { id: 2, status: "NO", money: { total: 5_000 } },
          // What the preset's own names would find.
          { refundNo: "R3", refundStatus: "00", refundAmount: { value: "15000.00" } },
        ],
      }
      const { provider } = scripted(profile, [{ body }])
      expect(yield* provider.inquire(ref)).toMatchObject({ status: "partially_refunded", refunded: 10_000 })
      expect(yield* provider.inquireRefund(ref, { externalId: "x", refundId: "R1" })).toMatchObject({
        status: "succeeded",
        amount: 10_000,
        refundedAt: new Date("2026-01-02T04:00:00Z"),
      })
      expect(yield* provider.inquireRefund(ref, { externalId: "x", refundId: "2" })).toMatchObject({
        status: "failed",
        amount: 5_000,
      })
      // No id of the merchant's stands in it.
      expect(provider.capabilities.refund).toMatchObject({ askedBy: "refundId" })
      expect(yield* reasonOf(provider.inquireRefund(ref, { externalId: "x" }))).toMatchObject({
        _tag: "InvalidRequest",
        issues: [{ path: "refundId" }],
      })
    }),
  )

  it.effect("that are answered for another refund or amount are not believed", () =>
    Effect.gen(function* () {
      for (const answer of [
        { partnerRefundNo: "refund-2" },
        { partnerRefundNo: "refund-1", refundAmount: { value: "1.00" } },
      ]) {
        const { provider } = scripted(presets.midtrans, [{ body: { responseCode: "2007800", ...answer } }])
        const reason = yield* reasonOf(
          provider.refund(ref, { externalId: "refund-1", amount: Rupiah.make(10_000) }),
        )
        expect(reason._tag).toBe("UntrustedResponse")
      }
    }),
  )

  it.effect("outside of the window are no longer possible", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.midtrans, [{ body: { responseCode: "4057801" } }])
      const reason = yield* reasonOf(provider.refund(ref, { externalId: "refund-1" }))
      expect(reason).toMatchObject({ _tag: "InvalidState", outcome: "refused" })
      expect(sent[0]?.headers["x-external-id"]).toBe("refund-1")
    }),
  )

  it.effect("of a profile that lists none are asked for by the same refund again", () =>
    Effect.gen(function* () {
      const { refunds: _, ...answer } = presets.midtrans.verbs.inquire.answer
      const profile = {
        ...presets.midtrans,
        verbs: { ...presets.midtrans.verbs, inquire: { ...presets.midtrans.verbs.inquire, answer } },
      }
      const { provider } = scripted(profile, [{ body: INQUIRED }])
      expect((yield* reasonOf(provider.inquireRefund(ref, { externalId: "refund-1" })))._tag).toBe(
        "Unsupported",
      )
      expect(provider.capabilities.refund).toMatchObject({ askedBy: "refundId" })
    }),
  )
})

describe("a profile decides which verbs there are", () => {
  it("in types and at run time", async () => {
    expectTypeOf<SnapClient<typeof presets.midtrans>>().toHaveProperty("refund")
    expectTypeOf<SnapClient<typeof presets.shopeepay>>().toHaveProperty("cancel")
    expectTypeOf<SnapClient<typeof presets.nicepay>>().not.toHaveProperty("cancel")
    expectTypeOf<SnapClient<typeof presets.shopeepay>>().not.toHaveProperty("refund")
    expectTypeOf<SnapClient<typeof presets.bri>>().toHaveProperty("tokenEndpoint")
    for (const profile of Object.values(presets)) {
      const client = createSnap(inputOf(profile as typeof presets.midtrans))
      expect("cancel" in client).toBe("cancel" in profile.verbs)
      expect("refund" in client).toBe("refund" in profile.verbs)
      expect("tokenEndpoint" in client).toBe("inboundToken" in profile)
      expect(client.capabilities.cancel.supported).toBe("cancel" in profile.verbs)
      await client.close()
    }
  })

  it.effect.each(Object.values(presets))(
    "and a request to $title can name every channel of its capabilities, and no other",
    (preset) =>
      Effect.gen(function* () {
        const { provider, sent } = scripted(preset as typeof presets.midtrans, [
          { body: { ...CREATED, partnerReferenceNo: "order1" } },
        ])
        const expiresAt = new Date(1_800_000)
        const { channels, refund } = provider.capabilities
        for (const { id } of channels) {
          const { ref } = yield* provider.create(order({ externalId: "order1", expiresAt, channel: id }))
          expect(ref.channel).toBe(id)
          expect(JSON.stringify(sent.at(-1)?.json)).toContain(`"${id}"`)
        }
        const before = sent.length
        const reason = yield* reasonOf(
          provider.create(order({ externalId: "order1", expiresAt, channel: "nobody" })),
        )
        expect(reason).toMatchObject({ _tag: "InvalidRequest", issues: [{ path: "channel" }] })
        expect(sent).toHaveLength(before)
        for (const { channel } of refund.supported ? refund.terms : [])
          if (channel !== undefined) expect(channels.map(({ id }) => id)).toContain(channel)
      }),
  )

  it.effect("and where nobody names a channel, it is the acquirer's usual one", () =>
    Effect.gen(function* () {
      const { provider, sent } = scripted(presets.midtrans, [{ body: CREATED }], {
        settings: { channelId: "12345" },
      })
      const { ref } = yield* provider.create(order())
      expect(ref.channel).toBe("gopay")
      expect(sent[0]?.json).not.toHaveProperty("additionalInfo")
    }),
  )

  it("and its capabilities say why not", () => {
    for (const profile of Object.values(presets)) {
      const { cancel, refund, title } = capabilitiesOf(configOf(profile as typeof presets.midtrans).profile)
      expect(title).toBe(profile.title)
      for (const support of [cancel, refund])
        if (!support.supported) expect(support.why.split(" ").length).toBeGreaterThan(3)
    }
  })
})

describe("the promise door", () => {
  it("answers the acquirer's request for a token, and rejects with the same error", async () => {
    const client = createSnap(inputOf(presets.bri))
    expect((await client.tokenEndpoint.answer({ headers: {}, body: "" })).status).toBe(400)
    await expect(client.inquire(refOf("snap-nicepay"))).rejects.toBeInstanceOf(QrisError)
    await client.close()
  })
})
