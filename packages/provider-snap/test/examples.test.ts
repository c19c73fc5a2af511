import { readFileSync } from "node:fs"
import { PaymentRef, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { SnapCreate, type SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import { scripted } from "./support/scripted.js"

interface Example {
  readonly body?: Record<string, unknown>
  readonly bytes?: string
  readonly response?: Record<string, unknown>
}

const { examples } = JSON.parse(readFileSync(new URL("vectors/examples.json", import.meta.url), "utf8")) as {
  readonly examples: Readonly<Record<string, Readonly<Record<string, Example>>>>
}

/** What the examples' merchants are called, and what else they had to say. */
const MERCHANTS: Readonly<
  Record<
    string,
    {
      readonly merchantId?: string
      readonly notificationUrl?: string
      readonly settings: Record<string, string>
    }
  >
> = {
  midtrans: { merchantId: "G0000001", settings: { channelId: "12345", acquirer: "gopay" } },
  nicepay: { merchantId: "TESTMERC01", settings: { storeId: "NicepayStoreID1", mitraCd: "QSHP" } },
  doku: { merchantId: "1001", settings: { terminalId: "A01", postalCode: "10110", feeType: "1" } },
  dana: {
    merchantId: "216620000000000000001",
    settings: { storeId: "STORE01", channelId: "95221", origin: "https://toko.example" },
  },
  bri: { merchantId: "000001019000014", settings: { terminalId: "10049258", channelId: "95221" } },
  winpay: { settings: { terminalId: "TERM01" } },
  paydia: { merchantId: "M1", settings: { channelId: "12345" } },
  shopeepay: {
    merchantId: "10000001",
    notificationUrl: "https://merchant.com/callback",
    settings: { externalStoreId: "STORE-1" },
  },
  ifortepay: { notificationUrl: "https://merchant.com/callback", settings: { channelId: "QR004" } },
}

const bodyOf = ({ body, bytes }: Example): Record<string, unknown> => body ?? JSON.parse(bytes ?? "{}")

/** Parts of the examples that are the caller's own, beside what this package sends. */
const withoutNotes = (body: Record<string, unknown>): Record<string, unknown> => {
  const { additionalInfo, ...rest } = body
  if (typeof additionalInfo !== "object" || additionalInfo === null) return rest
  const {
    note: _,
    billingNm: __,
    goodsNm: ___,
    dbProcessUrl: ____,
    ...more
  } = additionalInfo as Record<string, unknown>
  return Object.keys(more).length === 0 ? rest : { ...rest, additionalInfo: more }
}

const QR_OF = (payload: unknown): string => String(payload ?? "")
const PAYABLE = QR_OF(examples["midtrans"]?.["create"]?.response?.["qrContent"])
const NOON = new Date("2026-01-02T03:04:05Z")

/** With the clock at the time of the examples. */
const atNoon = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.andThen(TestClock.setTime(NOON.getTime()), effect).pipe(
    Effect.provide(TestClock.layer()),
    Effect.scoped,
  )

const cases = Object.entries(presets as Readonly<Record<string, SnapProfileInput>>).map(
  ([name, profile]) => ({
    name,
    profile,
    verbs: examples[name] ?? {},
    merchant: MERCHANTS[name] ?? { settings: {} },
  }),
)

describe.each(cases)("$name", ({ profile, verbs, merchant }) => {
  const { create, inquire, cancel, refund } = verbs
  const changes = merchant

  it("is sent the body that its own code or tables show, in that order", async () => {
    const expected = bodyOf(create ?? {})
    const refusal = { status: 400, body: { responseCode: "4004700" } }
    const { provider, sent } = scripted(profile, [refusal], changes)
    const request = new SnapCreate({
      amount: Rupiah.make(Number((expected["amount"] as { value: string }).value)),
      externalId: String(expected["partnerReferenceNo"]),
      ...(expected["validityPeriod"] !== undefined && {
        expiresAt: new Date(String(expected["validityPeriod"])),
      }),
    })
    await Effect.runPromise(Effect.flip(provider.create(request).pipe(atNoon)))
    expect(JSON.stringify(withoutNotes(sent[0]?.json ?? {}))).toBe(JSON.stringify(withoutNotes(expected)))
  })

  it("is asked about a payment as they show it", async () => {
    if (inquire === undefined) throw new Error("the example is missing")
    const expected = bodyOf(inquire)
    const ref = new PaymentRef({
      provider: profile.id,
      paymentId: String(expected["originalReferenceNo"] ?? expected["originalPartnerReferenceNo"]),
      externalId: String(
        expected["originalPartnerReferenceNo"] ?? inquire.response?.["originalPartnerReferenceNo"] ?? "ref-1",
      ),
      orderId: "o",
      attributes: { contractId: "qr00000000-0000-4000-8000-000000000001" },
    })
    const { invoiceNumber } = (inquire.response?.["additionalInfo"] ?? {}) as { invoiceNumber?: string }
    const asked = invoiceNumber === undefined ? ref : new PaymentRef({ ...ref, externalId: invoiceNumber })
    const { provider, sent } = scripted(profile, [{ body: inquire.response }], changes)
    const payment = await Effect.runPromise(provider.inquire(asked))
    const { additionalInfo, ...sentBody } = sent[0]?.json ?? {}
    expect({ ...sentBody, ...(additionalInfo !== undefined && { additionalInfo }) }).toMatchObject(
      withoutNotes(expected),
    )
    const amount = inquire.response?.["amount"] as { value: string } | undefined
    expect(payment).toMatchObject({ status: "paid", providerStatus: "00", amount: Number(amount?.value) })
  })

  it("answers a create with a QR that is checked, where it answers with its text", async () => {
    const response = { ...create?.response, qrContent: PAYABLE, partnerReferenceNo: "order-1" }
    const { provider } = scripted(profile, [{ body: response }], changes)
    const payment = await Effect.runPromise(
      provider
        .create(
          new SnapCreate({
            amount: Rupiah.make(25_000),
            externalId: "order1",
            expiresAt: new Date(NOON.getTime() + 1_800_000),
          }),
        )
        .pipe(atNoon, Effect.flip),
    )
    // Another reference than was asked: never handed to a customer.
    expect(payment.reason._tag).toBe("UntrustedResponse")
    const own = { ...response, partnerReferenceNo: "order1" }
    const created = await Effect.runPromise(
      scripted(profile, [{ body: own }], changes)
        .provider.create(
          new SnapCreate({
            amount: Rupiah.make(25_000),
            externalId: "order1",
            expiresAt: new Date(NOON.getTime() + 1_800_000),
          }),
        )
        .pipe(atNoon),
    )
    expect(created.qr).toMatchObject({ payload: PAYABLE, amount: 25_000 })
    expect(created.ref).toMatchObject({ provider: profile.id, externalId: "order1" })
  })

  if (cancel !== undefined)
    it("is asked to cancel as they show it", async () => {
      const expected = bodyOf(cancel)
      const { provider, sent } = scripted(
        profile as typeof presets.ifortepay,
        [{ body: cancel.response }],
        changes as never,
      )
      const ref = new PaymentRef({
        provider: profile.id,
        paymentId: String(expected["originalReferenceNo"]),
        externalId: String(expected["originalPartnerReferenceNo"] ?? "order-0001"),
        orderId: "o",
      })
      expect((await Effect.runPromise(provider.cancel(ref))).status).toBe("canceled")
      const { reason, ...rest } = expected
      expect(sent[0]?.json).toMatchObject(rest)
      expect(typeof sent[0]?.json["reason"]).toBe(typeof reason)
    })

  if (refund !== undefined)
    it("is asked to refund as they show it", async () => {
      const { provider, sent } = scripted(
        profile as typeof presets.midtrans,
        [{ body: refund.response }],
        changes as never,
      )
      const ref = new PaymentRef({
        provider: profile.id,
        paymentId: "A1",
        externalId: "order-0001",
        orderId: "o",
      })
      const given = await Effect.runPromise(
        provider.refund(ref, {
          externalId: "refund-0001",
          amount: Rupiah.make(25_000),
          reason: "Customer complain",
        }),
      )
      expect(sent[0]?.json).toEqual(bodyOf(refund))
      expect(given).toMatchObject({ status: "succeeded", refundId: "R1202601020000000001ID", amount: 25_000 })
    })
})
