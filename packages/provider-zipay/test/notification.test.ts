import { PaymentRef, type RawNotification } from "@qriskit/core"
import type { RawCallback } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { AllowCaller } from "../src/index.js"
import { openShop, type Shop } from "./support/shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")
const SECRET = "k7fQ2v9ZpL0xW3nB"

let shop: Shop
beforeAll(async () => {
  shop = await openShop({ sandbox: { clock: "manual", startAt: NOON } })
})
afterAll(() => shop[Symbol.asyncDispose]())

const paid = async (): Promise<{ ref: PaymentRef; raw: RawCallback }> => {
  const { ref } = await shop.zipay.create(shop.order({ orderId: "ORDER-1" }))
  await shop.control.pay(ref.paymentId)
  return { ref, raw: await shop.control.callbacks.build(ref.paymentId) }
}

const refused = async (call: Promise<unknown>, kind: string) => {
  const error = await failureOf(call)
  expect(error).toMatchObject({ operation: "notification", reason: { _tag: "InvalidNotification", kind } })
  return error
}

describe("a callback", () => {
  it("is a claim, and proves nothing", async () => {
    const { ref, raw } = await paid()
    const notification = await shop.zipay.notifications.read(raw)
    expect(notification).toMatchObject({
      ref: {
        provider: "zipay",
        paymentId: ref.paymentId,
        externalId: ref.externalId,
        orderId: ref.externalId,
      },
      claimedStatus: "paid",
      providerStatus: "PAID",
      amount: 25_000,
      occurredAt: NOON,
      authenticity: "none",
    })
    expect(notification.raw).toEqual(JSON.parse(raw.body))
  })

  it("that nobody paid for is read all the same: only the inquiry is a fact", async () => {
    const { ref } = await shop.zipay.create(shop.order())
    const forged = await shop.control.callbacks.build(ref.paymentId, { status: "PAID", amount: 1 })
    expect(await shop.zipay.notifications.read(forged, ref)).toMatchObject({
      claimedStatus: "paid",
      amount: 1,
      authenticity: "none",
    })
    expect(await shop.zipay.inquire(ref)).toMatchObject({ status: "pending" })
  })

  it("about the expected payment carries the stored reference, with the order that Zipay does not know", async () => {
    const { ref, raw } = await paid()
    const notification = await shop.zipay.notifications.read(raw, JSON.parse(JSON.stringify(ref)))
    expect(notification.ref).toBeInstanceOf(PaymentRef)
    expect(notification.ref.orderId).toBe("ORDER-1")
  })

  it("about another payment than the expected one is a mismatch", async () => {
    const { ref, raw } = await paid()
    for (const field of ["provider", "paymentId", "externalId"]) {
      const expected = new PaymentRef({ ...ref, [field]: "another" })
      await refused(shop.zipay.notifications.read(raw, expected), "mismatch")
    }
  })

  it("about another merchant's payment is a mismatch", async () => {
    const { ref } = await paid()
    for (const merchantId of ["4", 4, "03", ""]) {
      const raw = await shop.control.callbacks.build(ref.paymentId, { set: { merchantId } })
      await refused(shop.zipay.notifications.read(raw), "mismatch")
    }
    for (const merchantId of [3, "3", null]) {
      const raw = await shop.control.callbacks.build(ref.paymentId, { set: { merchantId } })
      expect(await shop.zipay.notifications.read(raw)).toMatchObject({ claimedStatus: "paid" })
    }
  })

  it("is the same claim each time it comes: the caller deduplicates, the reader does not forget", async () => {
    const { ref, raw } = await paid()
    const first = await shop.zipay.notifications.read(raw, ref)
    expect(await shop.zipay.notifications.read(raw, ref)).toEqual(first)
  })

  it("on the static QR is about a reference that many payments share", async () => {
    const { paymentId } = await shop.control.payStatic("zipay", 15_000)
    const raw = await shop.control.callbacks.build(paymentId)
    expect(await shop.zipay.notifications.read(raw)).toMatchObject({
      ref: { paymentId, externalId: "QRST-000001" },
      amount: 15_000,
    })
  })

  it("as the documentation prints it is read", async () => {
    const body = JSON.stringify({
      uuid: "b063757a-fdeb-411c-a1a5-2dd1cdb84xxx",
      type: "STATIC",
      amount: "10000",
      externalId: "QRST-621713",
      status: "PAID",
      merchantId: "3",
      transactionTime: "2025-01-06 20:59:32",
      paidAt: "2025-01-06",
    })
    expect(await shop.zipay.notifications.read({ headers: {}, body })).toMatchObject({
      amount: 10_000,
      occurredAt: new Date("2025-01-06T20:59:32+07:00"),
    })
  })

  it("needs nothing but ids and status", async () => {
    const body = '{"uuid":"u","externalId":"e","status":"NEW"}'
    const notification = await shop.zipay.notifications.read({ headers: {}, body: Buffer.from(body) })
    expect(notification).toMatchObject({ claimedStatus: "pending", providerStatus: "NEW" })
    expect(notification).not.toHaveProperty("amount")
    expect(notification).not.toHaveProperty("occurredAt")
  })

  it.each([["12.5"], [-1], [0], [null], [{}], [1e20]])("with an amount of %j names none", async (amount) => {
    const { ref } = await paid()
    const raw = await shop.control.callbacks.build(ref.paymentId, { set: { amount } })
    expect(await shop.zipay.notifications.read(raw)).not.toHaveProperty("amount")
  })
})

describe("a secret in the callback's path", () => {
  let guarded: Shop
  beforeAll(async () => {
    guarded = await openShop({ config: { callbackSecret: SECRET } })
  })
  afterAll(() => guarded[Symbol.asyncDispose]())

  const readAt = async (path: string | undefined) => {
    const { raw } = await paid()
    const received: RawNotification = { ...raw, ...(path !== undefined && { path }) }
    return guarded.zipay.notifications.read(received)
  }

  it.each([
    `/callbacks/zipay/${SECRET}`,
    `/${SECRET}`,
    SECRET,
    `/callbacks/${SECRET}/`,
    `/callbacks/${SECRET}//`,
    `/callbacks/${SECRET}?retry=1`,
    `/callbacks/${SECRET}/?a=/b`,
    `/callbacks/${SECRET}#end`,
    `/callbacks/${SECRET.replace("k", "%6b")}`,
    `https://toko.example/callbacks/${SECRET}?a=b`,
  ])("lets %s in, and still proves nothing of what it says", async (path) => {
    expect(await readAt(path)).toMatchObject({ authenticity: "none", claimedStatus: "paid" })
  })

  it.each([
    "",
    "/",
    "//",
    "?",
    "/callbacks/zipay",
    `/${SECRET}/zipay`,
    `/callbacks?secret=${SECRET}`,
    `/callbacks?/${SECRET}`,
    `/callbacks#/${SECRET}`,
    `/x${SECRET}`,
    `/${SECRET}x`,
    `/${SECRET.toLowerCase()}`,
    `/%`,
    `/${SECRET.slice(0, -1)}`,
    `/${encodeURIComponent("/")}${SECRET}`,
  ])("keeps %j out, without saying what was expected", async (path) => {
    const error = await refused(readAt(path), "unauthentic")
    expect(error.message).not.toContain(SECRET)
  })

  it("keeps everything out where the path was not passed on, and says so", async () => {
    const error = await refused(readAt(undefined), "misuse")
    expect(error.message).toContain("the callback's path was not passed on")
  })

  it("is looked at before the body: strangers learn nothing about what is readable", async () => {
    await refused(
      guarded.zipay.notifications.read({ headers: {}, body: "nonsense", path: "/" }),
      "unauthentic",
    )
  })

  it("is not needed to peek", async () => {
    const { ref, raw } = await paid()
    expect({ ...(await guarded.zipay.notifications.peek(raw)) }).toEqual({
      provider: "zipay",
      paymentId: ref.paymentId,
      externalId: ref.externalId,
    })
  })
})

describe("an allow-list of callers", () => {
  const readFrom = async (allowCaller: AllowCaller, remoteAddress: string | undefined) => {
    await using guarded = await openShop({ config: { allowCaller } })
    const { raw } = await paid()
    return await guarded.zipay.notifications.read({
      ...raw,
      ...(remoteAddress !== undefined && { remoteAddress }),
    })
  }
  const onlyOne: AllowCaller = (address) => address === "203.0.113.7"

  it.each(["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:CB00:7107"])(
    "lets in whom it names, spelled %s",
    async (address) => {
      expect(await readFrom(onlyOne, address)).toMatchObject({ claimedStatus: "paid" })
      expect(await readFrom(["203.0.113.0/29"], address)).toMatchObject({ claimedStatus: "paid" })
    },
  )

  it.each(["203.0.113.8", "::ffff:203.0.113.8", ""])("keeps %j out", async (address) => {
    for (const rule of [onlyOne, ["203.0.113.7", "2001:db8::/32"]]) {
      const error = await refused(readFrom(rule, address), "unauthentic")
      expect(error.message).toContain("address is not allowed")
    }
  })

  it("that is never told an address is our own mistake, and keeps everybody out", async () => {
    const error = await refused(readFrom(onlyOne, undefined), "misuse")
    expect(error.message).toContain("the caller's address was not passed on")
  })

  it("keeps everybody out when it throws", async () => {
    const broken: AllowCaller = () => {
      throw new Error("no list")
    }
    await refused(readFrom(broken, "203.0.113.7"), "misuse")
  })

  it("keeps everybody out when it answers with anything but true", async () => {
    // @ts-expect-error a promise is no answer
    const late: AllowCaller = async () => true
    // @ts-expect-error nor is a text
    const wordy: AllowCaller = () => "yes"
    await refused(readFrom(late, "203.0.113.7"), "misuse")
    await refused(readFrom(wordy, "203.0.113.7"), "misuse")
  })
})

describe("nonsense", () => {
  it.each([
    ["nothing", ""],
    ["no JSON", "uuid=1"],
    ["no object", "[]"],
    ["no ids", '{"status":"PAID"}'],
    ["ids that are no text", '{"uuid":1,"externalId":{},"status":null}'],
    ["empty ids", '{"uuid":"","externalId":"","status":""}'],
    ["nesting without end", `{"uuid":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["prototype keys", '{"__proto__":{"uuid":"u","externalId":"e","status":"PAID"}}'],
  ])("with %s is malformed", async (_, body) => {
    await refused(shop.zipay.notifications.read({ headers: {}, body }), "malformed")
    await refused(shop.zipay.notifications.peek({ headers: {}, body }), "malformed")
  })

  it("of more than one MiB is oversized", async () => {
    const raw = { headers: {}, body: Buffer.alloc(1024 * 1024 + 1, "x") }
    await refused(shop.zipay.notifications.read(raw), "oversized")
  })
})

describe("reply", () => {
  it("is 200 for what was taken, and anything else for what was not", () => {
    const { reply } = shop.zipay.notifications
    const json = { "content-type": "application/json" }
    expect(reply("accepted")).toEqual({ status: 200, headers: json, body: '{"success":true}' })
    expect(reply("rejected")).toEqual({ status: 401, headers: json, body: '{"success":false}' })
    expect(reply("failed")).toEqual({ status: 500, headers: json, body: '{"success":false}' })
  })
})
