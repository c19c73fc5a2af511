import { describe, expect, it } from "vitest"
import { repeatableExternalId } from "../src/external-id.js"
import { type SnapProfileInput, standard } from "../src/index.js"
import * as presets from "../src/presets.js"
import { type Answered, openAcquirer, QR, type Received, stored } from "./support/acquirer.js"
import { shopsAt } from "./support/shop.js"

/** An acquirer with all four verbs. */
const profileOf = (headers: SnapProfileInput["headers"]) =>
  ({
    id: "snap-bank-contoh",
    title: "Bank Contoh",
    hosts: { sandbox: "https://sandbox.bank-contoh.example" },
    token: standard.TOKEN,
    signing: standard.SYMMETRIC,
    headers,
    verbs: {
      create: standard.CREATE,
      inquire: standard.INQUIRE,
      cancel: standard.CANCEL,
      refund: {
        path: "/v1.0/qr/qr-mpm-refund",
        service: "78",
        body: {
          originalPartnerReferenceNo: "{externalId}",
          partnerRefundNo: "{refundExternalId}",
          refundAmount: "{refundAmount?}",
        },
        answer: { refundId: "refundNo" },
        terms: [{ partial: true }],
      },
    },
    status: standard.STATUS,
    limits: { externalId: {} },
    notification: { ...standard.NOTIFICATION, recipe: "symmetric" },
    capabilities: {},
  }) as const satisfies SnapProfileInput

/** The first of each verb is lost, or refused for its token; what comes after it is answered. */
const losing = (first: Answered) => {
  const seen = new Set<string>()
  return ({ path, body }: Received): Answered => {
    if (!seen.has(path)) {
      seen.add(path)
      return first
    }
    if (path.endsWith("generate"))
      return {
        responseCode: "2004700",
        referenceNo: "A1",
        partnerReferenceNo: body["partnerReferenceNo"],
        qrContent: QR,
      }
    return {
      responseCode: "2005100",
      latestTransactionStatus: "03",
      amount: { value: "25000.00", currency: "IDR" },
    }
  }
}

/** Every verb twice, each time by another process; the first time the answer is lost. */
const twice = async (headers: SnapProfileInput["headers"]) => {
  const profile = profileOf(headers)
  const acquirer = await openAcquirer(losing("cut"))
  const order = { amount: 25_000, externalId: "order1" }
  const lost = async (promise: Promise<unknown>) =>
    expect(await promise.catch((error) => error.outcome)).toBe("unknown")
  await lost(acquirer.client(profile).create(order))
  const { ref } = await acquirer.client(profile).create(order)
  await lost(acquirer.client(profile).cancel(stored(ref)))
  await acquirer.client(profile).cancel(stored(ref))
  const half = { externalId: "refund1", amount: 10_000 }
  await lost(acquirer.client(profile).refund(stored(ref), half))
  await acquirer.client(profile).refund(stored(ref), half)
  // Another one of the same amount.
  await acquirer.client(profile).refund(stored(ref), { ...half, externalId: "refund2" })
  await acquirer.client(profile).inquire(stored(ref))
  const idsAt = (end: string) => acquirer.at(end).map(({ headers }) => headers["x-external-id"] ?? "")
  return {
    create: idsAt("generate"),
    cancel: idsAt("cancel"),
    refund: idsAt("refund"),
    inquire: idsAt("query"),
  }
}

const differing = (ids: ReadonlyArray<string>) => new Set(ids).size

describe("X-EXTERNAL-ID of a request that is sent again", () => {
  it("is a new one, where the profile says nothing or `new`", async () => {
    for (const headers of [{}, { retryExternalId: "new" }] as const) {
      const { create, cancel, refund, inquire } = await twice(headers)
      expect([create, cancel, refund, inquire].map(differing)).toEqual([2, 2, 3, 2])
    }
  })

  it("is that of the first time where the profile says `same`, and a question's is new", async () => {
    const { create, cancel, refund, inquire } = await twice({ retryExternalId: "same" })
    expect([create, cancel, refund].map((ids) => ids.length)).toEqual([2, 2, 3])
    expect([create, cancel, refund, inquire].map(differing)).toEqual([1, 1, 2, 2])
    expect(refund[1]).toBe(refund[0])
    // No two requests share one.
    expect(differing([...create, ...cancel, ...refund])).toBe(4)
    for (const id of [...create, ...cancel, ...refund]) expect(id).toMatch(/^\d{32}$/)
  })

  it("is kept within a call, too: a token was refused", async () => {
    for (const [retryExternalId, count] of [
      ["same", 1],
      ["new", 2],
    ] as const) {
      const acquirer = await openAcquirer(losing({ responseCode: "4010001" }))
      const client = acquirer.client(profileOf({ retryExternalId }))
      const { ref } = await client.create({ amount: 25_000, externalId: "order1" })
      await client.cancel(ref)
      expect(acquirer.calls).toHaveLength(4)
      for (const end of ["generate", "cancel"])
        expect(differing(acquirer.at(end).map(({ headers }) => headers["x-external-id"] ?? ""))).toBe(count)
    }
  })

  it("is another merchant's own: two of them may cancel an order of the same name", () => {
    const ids = ["CLIENT-1", "CLIENT-2"].map((client) =>
      repeatableExternalId([client, "/v1", "o1", "{}"], 36),
    )
    expect(differing(ids)).toBe(2)
    for (const digits of [20, 32, 36])
      expect(repeatableExternalId(["CLIENT-1"], digits)).toMatch(new RegExp(`^\\d{${digits}}$`))
  })

  it("is the same at Midtrans, of a cancel that is sent again as well", async () => {
    const shop = await shopsAt(presets.midtrans).openTestShop()
    const { ref } = await shop.client.create(shop.order())
    await shop.control.faults.script({ at: "snap-midtrans.cancel", fault: { kind: "cut", acting: true } })
    expect(await shop.client.cancel(ref).catch((error) => error.outcome)).toBe("unknown")
    // It is answered as the first [C].
    expect((await shop.client.cancel(ref)).status).toBe("canceled")
    const [first, second] = await shop.wire("snap-midtrans.cancel")
    expect(second?.headers["x-external-id"]).toBe(first?.headers["x-external-id"])
    expect(second?.body).toBe(first?.body)
  })
})
