import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { QrisError } from "@qriskit/core"
import { afterEach, describe, expect, it } from "vitest"
import type { SnapProfileInput } from "../src/index.js"
import * as presets from "../src/presets.js"
import { createSnap, type SnapClient } from "../src/promise.js"
import { inputOf } from "./support/merchant.js"

/** Rp 25.000, with a right CRC. */
const QR =
  "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI5204581253033605405250005802ID5911TOKO CONTOH6007JAKARTA61051031063046243"

const open: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** What an acquirer answers: an object, or a text as it stands. */
interface Answer {
  readonly status?: number
  readonly body: unknown
}

const TOKEN: Answer = { body: { responseCode: "2007300", accessToken: "token-of-a-day", expiresIn: "900" } }

const sent = (response: ServerResponse, { status = 200, body }: Answer) =>
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(typeof body === "string" ? body : JSON.stringify(body))

type Answering = (request: IncomingMessage) => Answer

/** The address of an acquirer that answers as a test says. */
const acquirerWith = async (answer: Answering, token: Answering = () => TOKEN): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const isToken = request.url?.endsWith("/access-token/b2b")
      sent(response, isToken ? token(request) : answer(request))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  open.push(() => new Promise((resolve) => void server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

const clientOf = <P extends SnapProfileInput>(profile: P, baseUrl: string) => {
  const retry = { times: 1, baseDelay: 1, maxDelay: 1 }
  const client = createSnap(inputOf<SnapProfileInput>(profile, { baseUrl, retry }))
  open.push(() => client.close())
  return client as SnapClient<P>
}

/** A client of Midtrans', whose calls are answered as a test says. */
const shopWith = async (answer: Answering, token?: Answering) =>
  clientOf(presets.midtrans, await acquirerWith(answer, token))

const failureOf = async (promise: Promise<unknown>): Promise<QrisError> => {
  const error = await promise.then(
    (value) => value,
    (rejected: unknown) => rejected,
  )
  if (!(error instanceof QrisError)) throw new Error(`expected a QrisError, not ${JSON.stringify(error)}`)
  return error
}

const ref = {
  provider: "snap-midtrans",
  paymentId: "A1",
  externalId: "order-1",
  orderId: "order-1",
  attributes: { askedAmount: "25000" },
}
const order = { amount: 25_000, externalId: "order-1" }
const idr = (value: string) => ({ value, currency: "IDR" })
const INQUIRED = {
  responseCode: "2005100",
  originalReferenceNo: "A1",
  originalPartnerReferenceNo: "order-1",
  latestTransactionStatus: "00",
  amount: idr("25000.00"),
}
const CREATED = { responseCode: "2004700", referenceNo: "A1", partnerReferenceNo: "order-1", qrContent: QR }
const REFUNDED = {
  responseCode: "2007800",
  refundNo: "R1",
  partnerRefundNo: "refund-1",
  refundAmount: idr("25000.00"),
}

describe("no success", () => {
  it.each([
    ["an empty object", { body: {} }],
    ["a word of its own", { body: { status: "ERROR", code: 500 } }],
    ["a code that is none", { body: { ...REFUNDED, responseCode: "05" } }],
    ["no code at all", { body: { ...REFUNDED, responseCode: null } }],
    ["unavailable", { body: { responseCode: "5037800" } }],
    ["timed out", { body: { responseCode: "4087800" } }],
    ["accepted", { body: { responseCode: "2017800" } }],
    ["success inside HTTP 404", { status: 404, body: REFUNDED }],
    ["success inside HTTP 302", { status: 302, body: REFUNDED }],
    ["success inside HTTP 429", { status: 429, body: REFUNDED }],
  ])("%s: a refund or a cancel may have been made, and an inquiry tells nothing", async (_, answer) => {
    const client = await shopWith(() => answer)
    const refund = await failureOf(client.refund(ref, { externalId: "refund-1", amount: 25_000 }))
    expect(refund.outcome).toBe("unknown")
    expect(refund.message).toContain("The refund may have been made")
    expect((await failureOf(client.cancel(ref))).outcome).toBe("unknown")
    expect((await failureOf(client.create(order))).outcome).toBe("unknown")
    expect((await failureOf(client.inquire(ref))).reason._tag).toMatch(/^(Malformed|ProviderUnavail)/)
  })

  it("a paid status beside a code that is none is not paid", async () => {
    for (const responseCode of ["ERROR", null, undefined]) {
      const client = await shopWith(() => ({ body: { ...INQUIRED, responseCode } }))
      expect((await failureOf(client.inquire(ref))).reason._tag).toBe("MalformedResponse")
    }
  })
})

describe("an answer to a refund", () => {
  it.each(["originalPartnerReferenceNo", "originalReferenceNo"])(
    "that names another payment by %s is not believed",
    async (name) => {
      const client = await shopWith(() => ({ body: { ...REFUNDED, [name]: "another" } }))
      const error = await failureOf(client.refund(ref, { externalId: "refund-1", amount: 25_000 }))
      expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
    },
  )

  it("that names the payment, by either id or both, is", async () => {
    for (const ids of [
      { originalPartnerReferenceNo: "order-1" },
      { originalPartnerReferenceNo: "order-1", originalReferenceNo: "A1" },
    ]) {
      const client = await shopWith(() => ({ body: { ...REFUNDED, ...ids } }))
      expect((await client.refund(ref, { externalId: "refund-1" })).status).toBe("succeeded")
    }
  })
})

describe("a token that a profile's own code refuses", () => {
  const { codes } = presets.midtrans

  /** Calls with the first token are refused with a code; those with any other are answered. */
  const askedWith = async (responseCode: string, meanings: SnapProfileInput["codes"]) => {
    let made = 0
    const acquirer = await acquirerWith(
      ({ headers }) =>
        headers.authorization === "Bearer token-1"
          ? { status: 401, body: { responseCode } }
          : { body: INQUIRED },
      () => ({ body: { responseCode: "2007300", accessToken: `token-${++made}` } }),
    )
    const client = clientOf({ ...presets.midtrans, codes: { ...codes, ...meanings } }, acquirer)
    const answered = client.inquire(ref).then(
      ({ status }) => status,
      ({ reason }: QrisError) => reason._tag,
    )
    return [await answered, made]
  }

  it.each([
    ["4015100", { "401xx00": "TokenRefused" }],
    ["4035199", { "4035199": "TokenRefused" }],
  ] as const)("%s is renewed, and the call made once more", async (code, meanings) => {
    expect(await askedWith(code, meanings)).toEqual(["paid", 2])
    expect((await askedWith(code, {}))[1]).toBe(1)
  })

  it("is not renewed where the profile says that its code means something else", async () => {
    expect(await askedWith("4015101", { "401xx01": "Unauthorized" })).toEqual(["Unauthorized", 1])
  })
})

describe("an amount that cannot be read", () => {
  const UNREADABLE = [idr("12500.50"), { value: "10.00", currency: "USD" }, {}, true]

  it("of a refund is not the one that was asked", async () => {
    for (const refundAmount of UNREADABLE) {
      const client = await shopWith(() => ({ body: { ...REFUNDED, refundAmount } }))
      for (const amount of [25_000, undefined]) {
        const error = await failureOf(
          client.refund(ref, { externalId: "refund-1", ...(amount && { amount }) }),
        )
        expect([error.reason._tag, error.outcome]).toEqual(["UntrustedResponse", "unknown"])
        expect(error.message).toContain("what it gives back is not whole rupiah")
      }
    }
  })

  it("is told apart from none, which leaves what was asked", async () => {
    const { refundAmount: _, ...body } = REFUNDED
    const client = await shopWith(() => ({ body }))
    expect(await client.refund(ref, { externalId: "refund-1", amount: 25_000 })).toMatchObject({
      status: "succeeded",
      refundId: "R1",
      amount: 25_000,
    })
  })

  it("of a lost create names no payment", async () => {
    for (const amount of UNREADABLE) {
      const client = await shopWith(({ url }) =>
        url?.endsWith("generate") ? { status: 502, body: "<html>" } : { body: { ...INQUIRED, amount } },
      )
      expect((await failureOf(client.create(order))).found).toBeUndefined()
    }
    const client = await shopWith(({ url }) =>
      url?.endsWith("generate") ? { status: 502, body: "<html>" } : { body: INQUIRED },
    )
    expect((await failureOf(client.create(order))).found).toMatchObject({ paymentId: "A1" })
  })

  const listing = (...refundHistory: ReadonlyArray<unknown>) => ({
    ...INQUIRED,
    additionalInfo: { refundHistory },
  })
  const listed = { refundNo: "R1", partnerReferenceNo: "refund-1", refundStatus: "00" }

  it("of a refund that succeeded leaves no payment that is paid", async () => {
    for (const refundAmount of UNREADABLE) {
      const client = await shopWith(() => ({ body: listing({ ...listed, refundAmount }) }))
      expect((await failureOf(client.inquire(ref))).message).toContain(
        "refund that it lists is not whole rupiah",
      )
      const refund = await failureOf(client.inquireRefund(ref, { externalId: "refund-1" }))
      expect(refund.reason._tag).toBe("MalformedResponse")
    }
  })

  it("of a refund that failed is none of the payment's", async () => {
    const failed = { ...listed, refundStatus: "06", refundAmount: idr("12500.50") }
    const client = await shopWith(() => ({ body: listing(failed) }))
    expect(await client.inquire(ref)).toMatchObject({ status: "paid", amount: 25_000 })
  })

  it("of a list that is none leaves no payment that is paid", async () => {
    for (const refundHistory of [{ ...listed, refundAmount: idr("25000.00") }, "[]", 1]) {
      const body = { ...INQUIRED, additionalInfo: { refundHistory } }
      const client = await shopWith(() => ({ body }))
      expect((await failureOf(client.inquire(ref))).message).toContain("is no list")
      const refund = await failureOf(client.inquireRefund(ref, { externalId: "refund-1" }))
      expect(refund.message).toContain("is no list")
    }
  })

  it("of a fee hides nothing, and makes no total", async () => {
    const client = await shopWith(() => ({ body: { ...INQUIRED, feeAmount: idr("107.80") } }))
    const payment = await client.inquire(ref)
    expect(payment).toMatchObject({ status: "paid", amount: 25_000 })
    expect(payment).not.toHaveProperty("total")
  })
})

describe("an id that cannot be read", () => {
  // As a text of JSON: none of these is what an id comes back as.
  const UNREADABLE = ["2020102977770000000009", "12345678901234567", "0.5", '"A\uFFFD"', "{}", "true"]
  const withId = (body: object, name: string, id: string) =>
    JSON.stringify({ ...body, [name]: "THE-ID" }).replace('"THE-ID"', id)

  it.each(UNREADABLE)("%s makes no payment, and is about none", async (id) => {
    for (const name of ["referenceNo", "partnerReferenceNo"]) {
      const client = await shopWith(() => ({ body: withId(CREATED, name, id) }))
      expect((await failureOf(client.create(order))).reason._tag).toBe("UntrustedResponse")
    }
    for (const name of ["originalReferenceNo", "originalPartnerReferenceNo"]) {
      const client = await shopWith(() => ({ body: withId(INQUIRED, name, id) }))
      // The number that it would have been taken for.
      const taken = {
        ...ref,
        [name === "originalReferenceNo" ? "paymentId" : "externalId"]: String(JSON.parse(id)),
      }
      for (const asked of [ref, taken])
        expect((await failureOf(client.inquire(asked))).reason._tag).toBe("UntrustedResponse")
      expect((await failureOf(client.cancel(ref))).outcome).toBe("unknown")
    }
    for (const name of ["refundNo", "partnerRefundNo"]) {
      const client = await shopWith(() => ({ body: withId(REFUNDED, name, id) }))
      const refund = await failureOf(client.refund(ref, { externalId: "refund-1", amount: 25_000 }))
      expect([refund.reason._tag, refund.outcome]).toEqual(["UntrustedResponse", "unknown"])
      expect(refund.message).toContain("cannot be read")
    }
  })

  it("of what later calls need makes no payment", async () => {
    const { verbs } = presets.midtrans
    const answer = { ...verbs.create.answer, attributes: { contractId: "contractId" } }
    const profile = { ...presets.midtrans, verbs: { ...verbs, create: { ...verbs.create, answer } } }
    const body = withId(CREATED, "contractId", "2020102977770000000009")
    const client = clientOf(profile, await acquirerWith(() => ({ body })))
    expect((await failureOf(client.create(order))).message).toContain("its contractId cannot be read")
  })

  it("nor does one of what later calls need that no reference can keep", async () => {
    const order = { amount: 25_000, externalId: "order-1", expiresAt: new Date(Date.now() + 1_800_000) }
    for (const [length, isKept] of [
      [255, true],
      [256, false],
    ] as const) {
      const contractId = "C".repeat(length)
      const body = { ...CREATED, additionalInfo: { contractId } }
      const acquirer = await acquirerWith(({ url }) => ({
        body: url?.endsWith("generate") ? body : INQUIRED,
      }))
      const client = clientOf(presets.winpay, acquirer)
      const created = client.create(order)
      if (isKept) expect((await client.inquire((await created).ref)).status).toBe("paid")
      else expect((await failureOf(created)).message).toContain("its contractId cannot be read")
    }
  })

  it("is not what comes as it is: with blanks, or as a number that is safe", async () => {
    for (const [id, paymentId] of [
      ['" A1 "', " A1 "],
      ["12345", "12345"],
    ] as const) {
      const client = await shopWith(({ url }) => ({
        body: url?.endsWith("generate")
          ? withId(CREATED, "referenceNo", id)
          : withId(INQUIRED, "originalReferenceNo", id),
      }))
      const created = await client.create(order)
      expect(created.ref.paymentId).toBe(paymentId)
      expect((await client.inquire(created.ref)).status).toBe("paid")
    }
  })

  it("makes a callback that is about nobody", async () => {
    const client = await shopWith(() => ({ body: INQUIRED }))
    for (const id of UNREADABLE)
      for (const name of ["originalReferenceNo", "originalPartnerReferenceNo"]) {
        const body = withId(INQUIRED, name, id)
        const { reason } = await failureOf(client.notifications.peek({ headers: {}, body }))
        expect(reason).toMatchObject({ _tag: "InvalidNotification", kind: "malformed" })
        expect(reason.message).toContain("an id in it cannot be read")
      }
  })
})

describe("a refund whose id was used before", () => {
  const asked = { externalId: "refund-1", amount: 10_000 }
  const listed = {
    refundNo: "R1",
    partnerReferenceNo: "refund-1",
    refundStatus: "00",
    refundAmount: idr("10000.00"),
  }

  /** The refund is refused; an inquiry about its payment is answered so. */
  const refusedWith = async (
    responseCode: string,
    inquired: Answer,
    inquire: SnapProfileInput["verbs"]["inquire"] = presets.midtrans.verbs.inquire,
  ) => {
    const acquirer = await acquirerWith(({ url }) =>
      url?.endsWith("qr-mpm-refund") ? { status: 409, body: { responseCode } } : inquired,
    )
    return clientOf({ ...presets.midtrans, verbs: { ...presets.midtrans.verbs, inquire } }, acquirer)
  }

  const history = (...refundHistory: ReadonlyArray<unknown>): Answer => ({
    body: { ...INQUIRED, additionalInfo: { refundHistory } },
  })

  it.each(["4097801", "4097800", "4047818"])(
    "%s is the refund under that id, as it is listed",
    async (code) => {
      const client = await refusedWith(
        code,
        history({ ...listed, refundNo: "R0", partnerReferenceNo: "x" }, listed),
      )
      expect(await client.refund(ref, asked)).toMatchObject({
        externalId: "refund-1",
        refundId: "R1",
        status: "succeeded",
        amount: 10_000,
      })
      const failed = await refusedWith(code, history({ ...listed, refundStatus: "06" }))
      expect((await failed.refund(ref, asked)).status).toBe("failed")
    },
  )

  it("was another's where the amount is another: that is not believed", async () => {
    const client = await refusedWith("4097801", history({ ...listed, refundAmount: idr("12500.00") }))
    const error = await failureOf(client.refund(ref, asked))
    expect([error.reason._tag, error.operation, error.outcome]).toEqual([
      "UntrustedResponse",
      "refund",
      "unknown",
    ])
    expect((await client.refund(ref, { externalId: "refund-1" })).amount).toBe(12_500)
  })

  it.each<[string, Answer]>([
    ["is not listed", history()],
    ["cannot be told from what is listed", history({ ...listed, partnerReferenceNo: {} })],
    ["cannot be asked about", { status: 502, body: "<html>" }],
  ])("and that %s is unknown, not refused", async (_, inquired) => {
    const client = await refusedWith("4097801", inquired)
    const error = await failureOf(client.refund(ref, asked))
    expect([error.operation, error.outcome, error.isRetryable]).toEqual(["refund", "unknown", false])
    expect(error.reason).toMatchObject({ _tag: "ProviderUnavailable", providerCode: "4097801" })
  })

  it("is unknown where the acquirer lists no refunds by their own id", async () => {
    const { inquire } = presets.midtrans.verbs
    const { refunds: _, ...answer } = inquire.answer
    const client = await refusedWith("4097801", history(listed), { ...inquire, answer })
    expect((await failureOf(client.refund(ref, asked))).outcome).toBe("unknown")
  })

  it("is none of those that are refused for something else", async () => {
    const client = await refusedWith("4047813", history(listed))
    expect((await failureOf(client.refund(ref, asked))).reason._tag).toBe("InvalidRequest")
  })

  it("has a cancel beside it that may have canceled, too", async () => {
    const client = await shopWith(() => ({ status: 409, body: { responseCode: "4097700" } }))
    expect((await failureOf(client.cancel(ref))).outcome).toBe("unknown")
  })
})

describe("a refund that is asked about", () => {
  const history = (...refundHistory: ReadonlyArray<unknown>) =>
    shopWith(() => ({ body: { ...INQUIRED, additionalInfo: { refundHistory } } }))
  const another = {
    refundNo: "RX",
    partnerReferenceNo: "refund-2",
    refundStatus: "00",
    refundAmount: idr("1000.00"),
  }
  const own = {
    refundNo: "RY",
    partnerReferenceNo: "refund-1",
    refundStatus: "06",
    refundAmount: idr("2000.00"),
  }

  it("is never one that has another's own id, whatever the acquirer's id says", async () => {
    const client = await history(another, own)
    expect(await client.inquireRefund(ref, { externalId: "refund-1", refundId: "RX" })).toMatchObject({
      externalId: "refund-1",
      refundId: "RY",
      status: "failed",
      amount: 2_000,
    })
    expect(await client.inquireRefund(ref, { externalId: "refund-9", refundId: "RX" })).toBeUndefined()
  })

  it("is the one that both ids fit, where several have its own", async () => {
    const again = { ...own, refundNo: "RZ", refundStatus: "00" }
    const client = await history(own, again)
    expect(await client.inquireRefund(ref, { externalId: "refund-1", refundId: "RZ" })).toMatchObject({
      refundId: "RZ",
      status: "succeeded",
    })
  })

  it("is found by the acquirer's id where the entry has no own", async () => {
    const { partnerReferenceNo: _, ...nameless } = another
    const client = await history(own, nameless)
    expect(await client.inquireRefund(ref, { externalId: "refund-9", refundId: "RX" })).toMatchObject({
      refundId: "RX",
      status: "succeeded",
    })
  })

  it("may be one whose id cannot be read: it is not told to be none", async () => {
    const { partnerReferenceNo: _, ...nameless } = another
    for (const spoilt of [
      { ...another, partnerReferenceNo: "refund-\uFFFD" },
      { ...nameless, refundNo: {} },
    ]) {
      const client = await history(spoilt)
      const error = await failureOf(client.inquireRefund(ref, { externalId: "refund-1", refundId: "R1" }))
      expect(error.message).toContain("may be the one that was asked about")
      expect((await client.inquire(ref)).status).toBe("partially_refunded")
    }
    const client = await history({ ...own, refundNo: {} })
    const error = await failureOf(client.inquireRefund(ref, { externalId: "refund-1" }))
    expect(error.message).toContain("the number of a refund that it lists cannot be read")
  })
})

describe("a signature that comes back", () => {
  const echo = ({ headers }: IncomingMessage, responseCode: string) => ({
    status: Number(responseCode.slice(0, 3)),
    body: {
      responseCode,
      responseMessage: `Unauthorized. ${headers["x-signature"]} ${headers.authorization ?? ""}`,
    },
  })
  const signatures: Array<string> = []
  const noted = (request: IncomingMessage) => {
    signatures.push(String(request.headers["x-signature"]))
    return request
  }
  afterEach(() => void signatures.splice(0))

  it("is in no error, of a call or of the request for a token", async () => {
    const calls = await shopWith((request) => echo(noted(request), "4014700"))
    const refused = await failureOf(calls.create(order))
    const tokens = await shopWith(
      () => ({ body: CREATED }),
      (request) => echo(noted(request), "4017300"),
    )
    const unknown = await failureOf(tokens.create(order))
    expect(signatures).toHaveLength(2)
    for (const [index, error] of [refused, unknown].entries()) {
      expect(error.message).toContain("Unauthorized. <redacted>")
      expect(JSON.stringify(error)).not.toContain(signatures[index])
    }
    expect(refused.message).not.toContain("token-of-a-day")
  })

  it("is not in what an answer keeps", async () => {
    const client = await shopWith((request) => ({
      body: { ...INQUIRED, additionalInfo: { seen: noted(request).headers["x-signature"] } },
    }))
    expect((await client.inquire(ref)).raw).toMatchObject({ additionalInfo: { seen: "<redacted>" } })
    expect(signatures).toHaveLength(1)
  })
})

describe("a token that cannot be had now", () => {
  it("leaves the call unsent, and says nothing against the credentials", async () => {
    const client = await shopWith(
      () => ({ body: CREATED }),
      () => ({ status: 503, body: { responseCode: "5037300", responseMessage: "Service Unavailable" } }),
    )
    const error = await failureOf(client.create(order))
    expect([error.reason._tag, error.outcome, error.isRetryable]).toEqual([
      "ProviderUnavailable",
      "not_sent",
      true,
    ])
  })
})
