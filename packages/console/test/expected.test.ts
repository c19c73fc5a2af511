import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type Desk, deskOf } from "./support/desk.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"

const MANAGER = cookieOf("Kasir Contoh", "act")

describe("orders on printed QRs", () => {
  let house: TestHouse
  let desk: Desk
  let claim = 0

  beforeAll(async () => {
    house = await openHouse()
    desk = deskOf(house, MANAGER)
    await house.open("own-qr", 25_000)
    await house.expect("exact", 25_000)
    await house.expect("above", 25_000)
    await house.expect("second-counter", 25_000, { surplus: 0 })
    await house.expect("left", 31_000)
    await house.payments.cancel("left")
    // The acquirer confirms it, and it fits two orders.
    await house.claim(25_000)
    await vi.waitFor(
      async () => expect(await house.payments.unmatched({ state: "confirmed" })).toHaveLength(1),
      {
        timeout: 60_000,
        interval: 20,
      },
    )
    claim = (await house.payments.unmatched())[0]?.id ?? 0
  })
  afterAll(() => house?.[Symbol.asyncDispose]())

  const money = (fields: Readonly<Record<string, string>>, asking = {}) =>
    desk.post("accept-money", { key: "exact", why: "seen in the acquirer's app", ...fields }, asking)

  it("are listed as open, late and paid, each with its amount, and no other payments", async () => {
    const open = await desk.read("expected")
    for (const says of ["exact", "above", "second-counter", "Rp 25.001", "Rp 1 of it is above the order"])
      expect(open).toContain(says)
    for (const other of ["own-qr", "left"]) expect(open).not.toContain(`>${other}<`)
    expect(await desk.read("expected?show=late")).toContain(">left<")
    expect(await desk.read("expected?show=arrived")).toContain("No such order.")
    expect(await desk.read("payment?key=above")).toContain("Rp 1 of it is above the order")
    expect(await desk.read("payment?key=own-qr")).not.toContain("The money arrived")
  })

  it("show the claims that may be their money, and lead to where it is accepted", async () => {
    const claims = await desk.read("expected?show=claims")
    expect(claims).toContain("fits 2 orders")
    expect(claims).toContain(`payment?key=exact&amp;claim=${claim}`)
    expect(await desk.read("unmatched")).toContain(`payment?key=second-counter&amp;claim=${claim}`)
    const form = await desk.read(`payment?key=exact&claim=${claim}`)
    expect(form).toMatch(new RegExp(`<option value="${claim}" selected>${claim}: Rp 25.000, .*fits another`))
    expect(await desk.read("payment?key=above")).not.toContain(`<option value="${claim}"`)
  })

  it.each<[string, Readonly<Record<string, string>>, number, string]>([
    ["an amount that is guessed at", { amount: "25,000" }, 422, "Write 25000 or 25.000."],
    ["a time that is still to come", { at: "2099-01-01T10:00" }, 422, "still to come"],
    ["a time that is none", { at: "yesterday" }, 422, "still to come"],
    ["a claim that is none", { claim: "first" }, 422, "Choose one of the claims"],
    ["no reason", { why: "" }, 422, "Write why"],
    ["a claim that is not there", { claim: "4711" }, 409, "quicker"],
    ["an order with a QR of its own", { key: "own-qr" }, 409, "state does not allow"],
    ["an order that is not there", { key: "nothing" }, 404, "nothing here"],
  ])("take no money by %s", async (_, fields, status, says) => {
    const answer = await money(fields)
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(says)])
    expect((await house.payments.get("exact")).status).toBe("pending")
  })

  it("are paid by whoever may, with who and why, once", async () => {
    expect((await money({}, { cookie: cookieOf("Magang", "look") })).status).toBe(403)
    const elsewhere = { cookie: cookieOf("Cabang", "act", "toko-1") }
    expect((await money({}, elsewhere)).status).toBe(404)
    const answer = await money({ claim: String(claim), at: "2026-04-01T10:07" })
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "payment?key=exact"])
    expect(await house.payments.get("exact")).toMatchObject({
      status: "paid",
      paidAmount: 25_000,
      paidAt: new Date("2026-04-01T03:07:00Z"),
    })
    expect((await house.payments.acts.list({ limit: 1 }))[0]).toMatchObject({
      verb: "accept-money",
      by: "Kasir Contoh",
      why: "seen in the acquirer's app",
      key: "exact",
      subject: `claim ${claim}`,
      outcome: "done",
    })
    expect((await money({ claim: String(claim) })).status).toBe(409)
    expect((await money({ key: "second-counter", claim: String(claim) })).status).toBe(409)
    expect((await house.payments.get("second-counter")).status).toBe("pending")
    expect(await desk.read("expected?show=arrived")).toContain(">exact<")
    expect(await desk.read("expected?show=claims")).toContain("No claim waits")
    expect(await desk.read("acts")).toContain("accepted that the money arrived")
  })

  it("are paid by what a person saw elsewhere, with the amount that they typed", async () => {
    expect((await money({ key: "left", amount: "31.000" })).status).toBe(303)
    expect(await house.payments.get("left")).toMatchObject({ status: "paid", paidAmount: 31_000 })
    expect((await house.payments.anomalies.list()).map(({ kind }) => kind)).toContain("paid_after_cancel")
  })

  it("are turned by a cursor, and nothing is guessed of an address", async () => {
    for (let index = 0; index < 26; index += 1) await house.expect(`page-${index}`, 40_000 + index * 100)
    const first = await desk.read("expected")
    const next = /href="(expected\?[^"]*after=[^"]*)" rel="next"/.exec(first)?.[1]?.replaceAll("&amp;", "&")
    const shown = `${first}${await desk.read(next ?? "")}`
    for (let index = 0; index < 26; index += 1) expect(shown).toContain(`>page-${index}<`)
    for (const [page, status] of [
      ["expected?show=everything", 422],
      ["expected?show=claims&after=x", 422],
      ["expected?account=%3Cscript%3E", 422],
      ["expected?after=x", 400],
    ] as const)
      expect([page, (await desk.get(page)).status]).toEqual([page, status])
  })
})
