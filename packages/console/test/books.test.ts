import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Desk, deskOf } from "./support/desk.js"
import { cookieOf, openHouse, type TestHouse } from "./support/house.js"

describe("the books", () => {
  let house: TestHouse
  let desk: Desk
  const keys = Array.from({ length: 60 }, (_, index) => `order-${index}`)

  beforeAll(async () => {
    house = await openHouse()
    desk = deskOf(house, cookieOf("Kasir Contoh", "act"))
    for (const [index, amount] of [18_000, 25_000, 1_250_000].entries())
      await house.paid(`paid-${index}`, amount, "midtrans")
    await Promise.all(keys.map((key, index) => house.open(key, 2_000 + index)))
  })
  afterAll(() => house?.[Symbol.asyncDispose]())

  const keysIn = (page: string): ReadonlyArray<string> =>
    [...page.matchAll(/<a href="payment\?key=([\w-]+)/g)].map(([, key = ""]) => key)

  /** Every page from an address on; `between` happens after each. */
  const turned = async (address: string, between: () => Promise<unknown>): Promise<ReadonlyArray<string>> => {
    const page = await desk.read(address)
    const next = /href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&")
    await between()
    return [...keysIn(page), ...(next === undefined ? [] : await turned(next, between))]
  }

  it("are turned page by page without a gap or a repetition, while payments come in and are paid", async () => {
    let come = 0
    const shown = await turned("books", async () => {
      for (let index = 0; index < 5; index += 1) await house.open(`later-${come++}`, 9_000)
      await house.paid(`later-paid-${come++}`, 9_000, "midtrans")
    })
    expect(come).toBeGreaterThan(10)
    expect(new Set(shown).size).toBe(shown.length)
    expect(shown).toEqual(expect.arrayContaining(keys))
    expect(shown.filter((key) => key.startsWith("later"))).toEqual([])
  })

  it("keep their filter from page to page", async () => {
    const waiting = await turned("books?status=pending&provider=zipay", async () => {})
    expect(waiting).toEqual(expect.arrayContaining(keys))
    expect(waiting.filter((key) => key.startsWith("paid"))).toEqual([])
    expect(keysIn(await desk.read("books?status=paid")).filter((key) => /^paid/.test(key))).toHaveLength(3)
    expect(await desk.read("books?from=2020-01-01&until=2020-12-31")).toContain("No payments.")
  })

  it("are exported whole, each payment once, while others come in; the sums are those of the page", async () => {
    const answer = await desk.get("payments.csv?status=pending")
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = (await reader?.read())?.value ?? ""
    await house.open("while-it-is-read", 9_000)
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      text += next.value
    const table = (csv: string) => {
      const [names = [], ...rows] = csv
        .trimEnd()
        .split("\r\n")
        .map((line) => line.split(","))
      return (column: string) => rows.map((row) => row[names.indexOf(column)] ?? "")
    }
    const orders = table(text)("order")
    expect(new Set(orders).size).toBe(orders.length)
    expect(orders).toEqual(expect.arrayContaining(keys))

    const all = table(await (await desk.get("payments.csv")).text())
    const sum = (column: string) => all(column).reduce((total, cell) => total + Number(cell), 0)
    const page = await desk.read("books")
    const rupiah = (text = "") => Number(text.replaceAll(".", ""))
    const [, asked, arrived] =
      /data-label="Asked">Rp ([\d.]+)<\/td>\s*<td class="number" id="arrived"[^>]*>Rp ([\d.]+)</.exec(page) ??
      []
    expect([sum("asked_rupiah"), sum("arrived_rupiah")]).toEqual([rupiah(asked), rupiah(arrived)])
    expect(sum("arrived_rupiah")).toBeGreaterThanOrEqual(1_293_000)
  })

  it("tell a payment's whole story, in its order", async () => {
    const id = await house.paid("story", 43_000, "midtrans")
    const story = async () => {
      const page = await desk.read("payment?key=story")
      return [...page.matchAll(/<li class="\w+">.*?<\/time>\s*<p>(.*?)<\/p>/gs)].map(([, says]) => says)
    }
    expect(await story()).toEqual([
      "Attempt 1: the intent was stored, then the acquirer was asked for a QR",
      "Event: The QR can be shown",
      "The acquirer was asked once",
      "Event: Paid",
    ])
    await house.payments.receive("midtrans", await house.sandbox.control.callbacks.build(id))
    expect((await story()).join("\n")).toMatch(/Callback claims &quot;/)
  })
})
