import { it as itEffect } from "@effect/vitest"
import { QrisError, Rupiah } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { SENT, sentAttributes } from "../src/attributes.js"
import { SnapCreate, type SnapProfileInput, standard } from "../src/index.js"
import { type Answered, openAcquirer, QR, type Received, stored } from "./support/acquirer.js"
import { scripted } from "./support/scripted.js"

const COMMON = {
  hosts: { sandbox: "https://sandbox.bank-contoh.example" },
  token: standard.TOKEN,
  signing: standard.SYMMETRIC,
  milliseconds: true,
  headers: {},
  status: standard.STATUS,
  limits: { externalId: {} },
  notification: { ...standard.NOTIFICATION, recipe: "symmetric" },
  capabilities: {},
} as const

/** Asks by the X-EXTERNAL-ID and the day of the create, as OCBC does. */
const byExternalId = {
  ...COMMON,
  id: "snap-by-external-id",
  title: "Bank Contoh",
  verbs: {
    create: {
      ...standard.CREATE,
      sent: { originalExternalId: "X-EXTERNAL-ID", originalTransactionDate: "yyyyMMdd" },
    },
    inquire: {
      ...standard.INQUIRE,
      body: {
        originalReferenceNo: "{paymentId}",
        originalExternalId: "{attributes.originalExternalId}",
        serviceCode: "47",
        additionalInfo: { originalTransactionDate: "{attributes.originalTransactionDate}" },
      },
    },
  },
} as const satisfies SnapProfileInput

/** Cancels and gives back by the time of the create, as BTN does. */
const byTime = {
  ...COMMON,
  id: "snap-by-time",
  title: "Bank Contoh",
  verbs: {
    create: { ...standard.CREATE, sent: { generateTime: "X-TIMESTAMP" } },
    inquire: standard.INQUIRE,
    cancel: {
      ...standard.CANCEL,
      body: { ...standard.CANCEL.body, additionalInfo: { generateTime: "{attributes.generateTime}" } },
    },
    refund: {
      path: "/v1.0/qr/qr-mpm-refund",
      service: "78",
      body: {
        originalPartnerReferenceNo: "{externalId}",
        partnerRefundNo: "{refundExternalId}",
        additionalInfo: { generateTime: "{attributes.generateTime}" },
      },
      answer: { refundId: "refundNo" },
      terms: [{ partial: true }],
    },
  },
} as const satisfies SnapProfileInput

const LOST = { body: { originalPartnerReferenceNo: "{externalId}", serviceCode: "47" } } as const

const withLost = <P extends typeof byExternalId | typeof byTime, L>(profile: P, lost: L) => ({
  ...profile,
  verbs: { ...profile.verbs, create: { ...profile.verbs.create, lost } },
})

const CREATED = { responseCode: "2004700", referenceNo: "A1", partnerReferenceNo: "order1", qrContent: QR }
const INQUIRED = {
  responseCode: "2005100",
  originalReferenceNo: "A1",
  originalPartnerReferenceNo: "order1",
  latestTransactionStatus: "03",
  amount: { value: "25000.00", currency: "IDR" },
}

/** Answers creates in this order, and every other call as if all were well. */
const answering = (...creates: ReadonlyArray<Answered>) => {
  const left = [...creates]
  return ({ path }: Received): Answered => {
    if (path.endsWith("generate")) return left.shift() ?? CREATED
    if (path.endsWith("query")) return INQUIRED
    return { responseCode: path.endsWith("cancel") ? "2007700" : "2007800", refundNo: "R1" }
  }
}

const ORDER = { amount: 25_000, externalId: "order1" }

const failureOf = async (promise: Promise<unknown>): Promise<QrisError> => {
  const error = await promise.then(
    () => undefined,
    (rejected: unknown) => rejected,
  )
  if (!(error instanceof QrisError)) throw new Error("expected a QrisError")
  return error
}

/** The day in Jakarta of an X-TIMESTAMP. */
const dayOf = (timestamp: string | undefined) => timestamp?.slice(0, 10).split("-").join("")

describe("a reference carries what was sent with the create", () => {
  it("its X-EXTERNAL-ID and its day, for another process that asks", async () => {
    const acquirer = await openAcquirer(answering())
    const { ref } = await acquirer.client(byExternalId).create(ORDER)
    expect((await acquirer.client(byExternalId).inquire(stored(ref))).status).toBe("pending")
    const headers = acquirer.at("generate")[0]?.headers
    expect(acquirer.at("query")[0]?.body).toMatchObject({
      originalExternalId: headers?.["x-external-id"],
      additionalInfo: { originalTransactionDate: dayOf(headers?.["x-timestamp"]) },
    })
  })

  it("its very X-TIMESTAMP, for a cancel and a refund", async () => {
    const acquirer = await openAcquirer(answering())
    const { ref } = await acquirer.client(byTime).create(ORDER)
    const later = acquirer.client(byTime)
    await later.cancel(stored(ref))
    await later.refund(stored(ref), { externalId: "refund1" })
    const generateTime = acquirer.at("generate")[0]?.headers["x-timestamp"]
    expect(generateTime).toMatch(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/)
    for (const call of [...acquirer.at("cancel"), ...acquirer.at("refund")])
      expect(call.body.additionalInfo).toEqual({ generateTime })
    expect(acquirer.calls).toHaveLength(3)
  })

  it("of the attempt that was answered, where one before it was refused for its token", async () => {
    const acquirer = await openAcquirer(answering({ responseCode: "4014701" }))
    const { ref } = await acquirer.client(byExternalId).create(ORDER)
    const [refused, answered] = acquirer.at("generate").map(({ headers }) => headers["x-external-id"])
    expect(answered).not.toBe(refused)
    expect(ref.attributes?.["originalExternalId"]).toBe(answered)
  })

  it("in each form, by the clock of Jakarta", () => {
    const attempt = { externalId: "17", timestamp: "2026-01-02T00:04:05.678+07:00" }
    const sent = Object.fromEntries(SENT.map((what, index) => [`a${index}`, what]))
    expect(Object.values(sentAttributes(sent, attempt))).toEqual([
      "17",
      "2026-01-02T00:04:05.678+07:00",
      "2026-01-02T00:04:05+07:00",
      "20260102000405",
      "2026-01-02",
      "20260102",
    ])
    // Of what is not known nothing is made up.
    expect(Object.values(sentAttributes(sent)).every((value) => value === undefined)).toBe(true)
  })
})

describe("of a create whose answer was lost", () => {
  it("and that an inquiry found, nobody knows what made it: a later verb is refused before anything is sent", async () => {
    const profile = withLost(byExternalId, LOST)
    const acquirer = await openAcquirer(answering("cut"))
    const client = acquirer.client(profile)
    const { found, outcome } = await failureOf(client.create(ORDER))
    expect(outcome).toBe("unknown")
    expect(found?.paymentId).toBe("A1")
    expect(found?.attributes).toEqual({ askedAmount: "25000" })
    if (found === undefined) throw new Error("it was not found")
    const sentBefore = acquirer.calls.length
    const error = await failureOf(client.inquire(stored(found)))
    expect(acquirer.calls).toHaveLength(sentBefore)
    expect([error.reason._tag, error.outcome]).toEqual(["InvalidRequest", "not_sent"])
    expect(error.message).toContain(
      "attributes.originalExternalId is not known: Bank Contoh wants the create's X-EXTERNAL-ID here",
    )
    expect(error.message).toContain(
      "attributes.originalTransactionDate is not known: Bank Contoh wants the create's time",
    )
  })

  it("a cancel that wants its time is refused, an inquiry that does not is asked", async () => {
    const acquirer = await openAcquirer(answering("cut"))
    const client = acquirer.client(withLost(byTime, LOST))
    const { found } = await failureOf(client.create(ORDER))
    if (found === undefined) throw new Error("it was not found")
    expect((await client.inquire(stored(found))).status).toBe("pending")
    const refused = await failureOf(client.cancel(stored(found)))
    expect(refused.message).toContain("attributes.generateTime is not known")
    expect(refused.message).toContain("nothing is guessed: look it up at Bank Contoh itself")
    expect((await failureOf(client.refund(stored(found), { externalId: "r1" }))).outcome).toBe("not_sent")
    expect([...acquirer.at("cancel"), ...acquirer.at("refund")]).toEqual([])
  })

  it("its X-EXTERNAL-ID is known all the same where it is the merchant's own reference", async () => {
    const profile = { ...withLost(byExternalId, LOST), headers: { externalId: "reference" } } as const
    const acquirer = await openAcquirer(answering("cut"))
    const { found } = await failureOf(acquirer.client(profile).create(ORDER))
    expect(found?.attributes).toEqual({ askedAmount: "25000", originalExternalId: "order1" })
  })

  it("what the inquiry's answer names is known", async () => {
    const answer = {
      ids: standard.INQUIRE.answer.ids,
      qr: "qrContent",
      attributes: {
        originalExternalId: "originalExternalId",
        originalTransactionDate: "additionalInfo.transactionDate",
      },
    } as const
    const profile = withLost(byExternalId, { ...LOST, answer })
    const said = { originalExternalId: "4711", additionalInfo: { transactionDate: "20260101" } }
    const known = { originalExternalId: "4711", originalTransactionDate: "20260101" }
    for (const qr of [{ qrContent: QR }, {}]) {
      const acquirer = await openAcquirer((call) =>
        call.path.endsWith("query") ? { ...INQUIRED, ...said, ...qr } : "cut",
      )
      const made = acquirer.client(profile).create(ORDER)
      const ref = "qrContent" in qr ? (await made).ref : (await failureOf(made)).found
      expect(ref?.attributes).toEqual({ askedAmount: "25000", ...known })
    }
  })

  it("its QR may be found with it: it can be paid and asked about, and its time is as little known", async () => {
    const profile = withLost(byTime, {
      ...LOST,
      answer: { ids: standard.INQUIRE.answer.ids, qr: "qrContent" },
    })
    const acquirer = await openAcquirer((call) =>
      call.path.endsWith("query") ? { ...INQUIRED, qrContent: QR } : "cut",
    )
    const client = acquirer.client(profile)
    const { ref, qr } = await client.create(ORDER)
    expect(qr?.payload).toBe(QR)
    expect(ref.attributes).toEqual({ askedAmount: "25000" })
    expect((await client.inquire(stored(ref))).status).toBe("pending")
    expect((await failureOf(client.cancel(stored(ref)))).message).toContain(
      "attributes.generateTime is not known",
    )
  })

  itEffect.effect("and that is sent again under the same id, the first is what the acquirer knows", () =>
    Effect.gen(function* () {
      const profile = withLost(byTime, { ...LOST, repeat: true } as const)
      const sent = { generateTime: "X-TIMESTAMP", externalId: "X-EXTERNAL-ID" } as const
      const both = {
        ...profile,
        verbs: { ...profile.verbs, create: { ...profile.verbs.create, sent } },
      } as const satisfies SnapProfileInput
      const moves = ["cut", { body: INQUIRED }, { body: CREATED }] as const
      const { provider, sent: calls } = scripted(both, moves)
      const order = new SnapCreate({ ...ORDER, amount: Rupiah.make(ORDER.amount) })
      const fiber = yield* Effect.forkChild(provider.create(order))
      yield* TestClock.adjust("1 hour")
      const { ref, qr } = yield* Fiber.join(fiber)
      const [first, , second] = calls.map(({ headers }) => headers)
      expect(qr?.payload).toBe(QR)
      expect(second?.["x-external-id"]).toBe(first?.["x-external-id"])
      expect(second?.["x-timestamp"]).not.toBe(first?.["x-timestamp"])
      expect(ref.attributes).toMatchObject({
        generateTime: first?.["x-timestamp"],
        externalId: first?.["x-external-id"],
      })
    }),
  )
})
