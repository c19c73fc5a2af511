import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Desk, deskOf } from "./support/desk.js"
import { type Acquirer, cookieOf, openHouse, type TestHouse } from "./support/house.js"

describe("money that goes back", () => {
  let house: TestHouse
  let desk: Desk
  let count = 0

  beforeAll(async () => {
    house = await openHouse()
    desk = deskOf(house, cookieOf("Kasir Contoh", "act"))
  })
  afterAll(() => house?.[Symbol.asyncDispose]())

  /** The form of a payment's page, filled in and sent. */
  const give = async (key: string, amount: string, why = "Cold coffee"): Promise<Response> => {
    const id = /name="id" value="(refund-[^"]+)"/.exec(await desk.read(`payment?key=${key}`))?.[1] ?? ""
    return desk.post("refund", { key, id, amount, why })
  }
  const paid = async (amount: number, provider: Acquirer = "midtrans", channel?: string) => {
    count += 1
    const key = `order-${count}`
    return { key, id: await house.paid(key, amount, provider, channel) }
  }
  const pageOf = (key: string) => desk.read(`payment?key=${key}`)
  const refunds = async (key: string) =>
    (await house.payments.refunds(key)).map(({ amount, status }) => [amount, status])

  it("goes in parts, then the rest, with who and why, and nothing beyond", async () => {
    const { key, id } = await paid(50_000)
    expect((await give(key, "20.000")).status).toBe(303)
    const page = await pageOf(key)
    for (const says of ["Rp 20.000 of Rp 50.000 went back.", "Partly refunded", "Cold coffee", "given back"])
      expect(page).toContain(says)

    const tooMuch = await give(key, "30.001")
    const again = await tooMuch.text()
    expect([tooMuch.status, again]).toEqual([
      409,
      expect.stringContaining("Rp 30.001 is more than the Rp 30.000 that is left of Rp 50.000."),
    ])
    for (const kept of ['value="30.001"', 'value="Cold coffee"']) expect(again).toContain(kept)

    expect((await give(key, "", "The tea, too")).status).toBe(303)
    expect(await pageOf(key)).toContain("all of Rp 50.000 that arrived is given back already")
    expect(await pageOf(key)).not.toContain('action="refund"')
    expect(await refunds(key)).toEqual([
      [20_000, "succeeded"],
      [30_000, "succeeded"],
    ])
    const at = (await house.sandbox.control.payments()).find(({ paymentId }) => paymentId === id)
    expect(at?.refunds.map(({ amount }) => amount)).toEqual([20_000, 30_000])
    const csv = await desk.read("payments.csv")
    expect(csv.split("\r\n").find((line) => line.includes(`,${key},`))).toContain(
      "refunded,50000,50000,50000",
    )
  })

  it("is under way until the acquirer says that it is over, and counts as gone meanwhile", async () => {
    const { key, id } = await paid(60_000, "xendit")
    expect((await give(key, "60.000")).status).toBe(303)
    const under = await pageOf(key)
    for (const says of ["on its way", "Refund under way", "is given back already, or is on its way back"])
      expect(under).toContain(says)
    const at = (await house.sandbox.control.payments()).find(({ paymentId }) => paymentId === id)
    await house.sandbox.control.settleRefund(id, at?.refunds[0]?.refundId ?? "", "succeeded")
    await house.lookAtRefunds()
    await expect.poll(() => refunds(key)).toEqual([[60_000, "succeeded"]])
    const over = await pageOf(key)
    expect(over).toContain("Rp 60.000 of Rp 60.000 went back.")
    expect(over).not.toContain("on its way<")
  })

  it("may fail at the end: then it is all there again", async () => {
    const { key, id } = await paid(61_000, "xendit")
    await give(key, "61.000")
    const at = (await house.sandbox.control.payments()).find(({ paymentId }) => paymentId === id)
    await house.sandbox.control.settleRefund(id, at?.refunds[0]?.refundId ?? "", "failed")
    await house.lookAtRefunds()
    await expect.poll(() => refunds(key)).toEqual([[61_000, "failed"]])
    expect(await pageOf(key)).toContain("all of the Rp 61.000 that is left")
  })

  it("does not go where the acquirer or the channel gives nothing back, and the page says why beforehand", async () => {
    const { key } = await paid(10_000, "zipay")
    const page = await pageOf(key)
    expect(page).toContain("No money is given back:")
    expect(page).not.toContain('action="refund"')
    const forced = await desk.post("refund", { key, id: "refund-abcdefghjkmn", amount: "", why: "forced" })
    expect([forced.status, await refunds(key)]).toEqual([409, []])
  })

  it("did not go where the acquirer refuses, and stays on record as refused", async () => {
    const { key, id } = await paid(15_000)
    await house.sandbox.control.endRefunds(id)
    const answer = await give(key, "")
    expect([answer.status, await answer.text()]).toEqual([
      502,
      expect.stringContaining("The acquirer refused. No money went back."),
    ])
    expect(await refunds(key)).toEqual([[15_000, "refused"]])
    expect(await pageOf(key)).toContain("refused")
    expect((await house.payments.get(key)).status).toBe("paid")
    expect((await house.payments.acts.list({ limit: 1 }))[0]).toMatchObject({
      verb: "refund",
      outcome: "refused",
    })
  })

  it("is not known where the acquirer is cut off, and is not made again", async () => {
    const { key, id } = await paid(16_000)
    await house.sandbox.control.faults.script({ at: "midtrans.refund", fault: { kind: "cut", acting: true } })
    const answer = await give(key, "16.000")
    await house.sandbox.control.faults.clear()
    const page = await pageOf(key)
    expect([answer.status, page]).toEqual([303, expect.stringMatching(/outcome unknown|given back/)])
    const at = (await house.sandbox.control.payments()).find(({ paymentId }) => paymentId === id)
    expect(at?.refunds).toHaveLength(1)
    await house.lookAtRefunds()
    await expect.poll(() => refunds(key)).toEqual([[16_000, "succeeded"]])
  })

  /** A refund whose call broke off, and that the acquirer did not make. */
  const inDoubt = async (amount: number) => {
    const { key } = await paid(amount)
    await house.sandbox.control.faults.script({
      at: "midtrans.refund",
      fault: { kind: "cut", acting: false },
    })
    await give(key, "")
    const [made] = await house.payments.refunds(key)
    return { key, refund: made?.externalId ?? "" }
  }

  it("went back or not on a person's word where nobody knows, with who and where they saw it", async () => {
    const { key, refund } = await inDoubt(17_000)
    expect(await pageOf(key)).toContain("Say what became of the refund of Rp 17.000")
    const say = (fields: Readonly<Record<string, string>>, who = cookieOf("Manajer Contoh", "act")) =>
      desk.post("resolve-refund", { key, refund, why: "Seen in its portal", ...fields }, { cookie: who })

    const unsaid = await say({ outcome: "" })
    const again = await unsaid.text()
    expect([unsaid.status, again]).toEqual([422, expect.stringContaining("Say what became of the money.")])
    expect(again).toContain('value="Seen in its portal"')
    expect((await say({ outcome: "went-back", why: "" })).status).toBe(422)
    expect((await say({ outcome: "went-back" }, cookieOf("Tamu", "look"))).status).toBe(403)
    expect((await say({ outcome: "went-back", refund: "another" })).status).toBe(404)
    expect(await refunds(key)).toEqual([[17_000, "unknown"]])

    expect((await say({ outcome: "went-back", refundId: "R-1" })).status).toBe(303)
    const page = await pageOf(key)
    for (const says of [
      "Rp 17.000 of Rp 17.000 went back.",
      "Manajer Contoh says so; the acquirer does not yet",
      "Manajer Contoh said that the refund went back",
      "Seen in its portal; R-1",
    ])
      expect(page).toContain(says)
    expect(page).not.toContain('action="resolve-refund"')
    expect((await house.payments.acts.list({ limit: 1 }))[0]).toMatchObject({
      verb: "resolve-refund",
      by: "Manajer Contoh",
      subject: `refund ${refund}`,
      outcome: "done",
    })
    expect(await desk.read("acts")).toContain("said what became of a refund")

    const otherwise = await say({ outcome: "stayed" })
    expect([otherwise.status, await otherwise.text()]).toEqual([
      409,
      expect.stringContaining("as Manajer Contoh said"),
    ])
    // The acquirer's id of one refund is not another's.
    const other = await inDoubt(18_000)
    const taken = await say({ ...other, outcome: "went-back", refundId: "R-1" })
    expect([taken.status, await taken.text()]).toEqual([
      422,
      expect.stringContaining("This id is another refund"),
    ])
  })

  it("stayed on a person's word: then it may be given back anew", async () => {
    const { key, refund } = await inDoubt(19_000)
    const indonesian = await desk.read(`payment?key=${key}`, { headers: { "accept-language": "id" } })
    expect(indonesian).toContain("Nyatakan apa yang terjadi dengan pengembalian Rp 19.000")
    expect(
      (await desk.post("resolve-refund", { key, refund, outcome: "stayed", why: "Not there" })).status,
    ).toBe(303)
    expect(await pageOf(key)).toContain("all of the Rp 19.000 that is left")
    expect((await give(key, "")).status).toBe(303)
    expect(await refunds(key)).toEqual([
      [19_000, "failed"],
      [19_000, "succeeded"],
    ])
  })
})
