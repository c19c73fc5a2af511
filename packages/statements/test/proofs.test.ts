import { describe, expect, it } from "vitest"
import { RunningBalance } from "../src/proof/running-balance.js"
import { readNarrative } from "../src/reading/narrative/read.js"

describe("a running balance", () => {
  it("goes over rows without one, forward and backward", () => {
    const forward = new RunningBalance("either")
    expect(forward.follow("", 5n, undefined)).toBeUndefined()
    expect(forward.ends).toBeUndefined()
    for (const [amount, balance] of [
      [1n, 10n],
      [2n, undefined],
      [3n, 15n],
      [4n, undefined],
    ] as const) {
      expect(forward.follow("", amount, balance)).toBeUndefined()
    }
    expect(forward.ends).toEqual({ opening: 9n, closing: 19n })
    const backward = new RunningBalance("either")
    for (const [amount, balance] of [
      [3n, 15n],
      [2n, undefined],
      [1n, 10n],
      [4n, undefined],
    ] as const) {
      expect(backward.follow("", amount, balance)).toBeUndefined()
    }
    expect(backward.ends).toEqual({ opening: 5n, closing: 15n })
  })

  it("that breaks is named once, and goes on from there", () => {
    const balance = new RunningBalance("ascending")
    balance.follow("", 1n, 10n)
    expect(balance.follow("", 1n, 12n)).toBe("the balance is 12 sen, where the row before it makes it 11 sen")
    expect(balance.follow("", 1n, 13n)).toBeUndefined()
    const down = new RunningBalance("descending")
    down.follow("", 1n, 10n)
    expect(down.follow("", 1n, 10n)).toBe("the balance is 10 sen, where the row before it makes it 9 sen")
  })

  it("is each account's own, and of several there are no ends", () => {
    const balance = new RunningBalance("ascending")
    balance.follow("1", 1n, 10n)
    balance.follow("2", 1n, 100n)
    expect(balance.follow("1", 1n, 11n)).toBeUndefined()
    expect(balance.ends).toBeUndefined()
  })
})

describe("a bank's text", () => {
  const bca = (text: string, net = 99_300n) => readNarrative("bca", [text], "2027-01-02", net)

  it("has the year that is nearest to the booking", () => {
    expect(bca("TANGGAL :31/12 MID : 885004608375 TOKO QR : 1000.00 DDR: 7.00")?.transactionsOf).toBe(
      "2026-12-31",
    )
    expect(
      bca("TANGGAL :30/02 MID : 885004608375 TOKO QR : 1000.00 DDR: 7.00")?.transactionsOf,
    ).toBeUndefined()
    expect(bca("MID : 885004608375 TOKO QR : 1000.00 DDR: 7.00")?.transactionsOf).toBeUndefined()
  })
  it("knows cards, too", () => {
    expect(bca("KARTU KREDIT MID:004608375 LEVIS TGH:00000001000.00 ADM:00000000007.00")).toMatchObject({
      channel: "card",
      mid: "004608375",
      gross: 100_000n,
      fee: 700n,
      notes: [],
    })
  })
  it("of which a number cannot be read tells none", () => {
    expect(bca("MID : 1 QR : 1.000.00 DDR: 7.00")).toMatchObject({
      gross: undefined,
      fee: undefined,
      notes: [{ kind: "narrative_unreadable" }],
    })
    expect(bca("MID : 1 QR : 1000.00 DDR: -")).toMatchObject({
      gross: undefined,
      fee: undefined,
      notes: [{ kind: "narrative_unreadable" }],
    })
  })
  it("that is no settlement is none", () => {
    expect(bca("TRSF E-BANKING CR 25000.00 PEMBELI")).toBeUndefined()
    expect(bca("QR : 1000.00 DDR: 7.00")).toBeUndefined()
    expect(readNarrative("bri", ["BIAYA ADM"], undefined, undefined)).toBeUndefined()
  })
  it("without a booked amount has nothing to contradict", () => {
    expect(
      readNarrative(
        "bri",
        ["QRISOnUs 1 261305 001999632288 TOKO AMT:1.000,00MDR:7,00"],
        undefined,
        undefined,
      ),
    ).toMatchObject({ transactionsOf: undefined, gross: 100_000n, fee: 700n, notes: [] })
  })
})
