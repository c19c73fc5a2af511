import { correction, generate, mode } from "lean-qr"
import { describe, expect, test } from "vitest"
import { qrSymbol } from "../src/render/symbol.js"
import { DECODERS } from "./decoders.js"
import { realisticCodes, shown } from "./drawn-codes.js"
import { SAMPLES, SOUND_SAMPLES } from "./samples.js"

/** `pnpm test:drawn` draws and reads all 500; here are the first of them. */
const COUNT = Number(process.env["QRISKIT_DRAWN"] ?? 20)
const CODES = realisticCodes(COUNT)
const LONG_ENOUGH = { timeout: 600_000 }

/** Pixels of a symbol's side with its quiet zone, and by how many of them it is blurred. */
const SIZES = {
  "on a till's page": { side: 240, blur: 0, decoders: ["zxing", "zbar", "jsqr"] },
  // jsQR reads four of five symbols of this size, whoever draws them.
  "printed by a till": { side: 240, blur: 1.4, decoders: ["zxing", "zbar"] },
  "on a standee": { side: 400, blur: 2, decoders: ["zxing", "zbar", "jsqr"] },
} as const

describe.each(Object.entries(SIZES))(`${COUNT} codes %s`, (_, { side, blur, decoders }) => {
  test.each(decoders)("are read by %s", LONG_ENOUGH, async (name) => {
    const unread: Array<string> = []
    for (const payload of CODES) {
      if ((await DECODERS[name](shown(payload, side, blur))) !== payload) unread.push(payload)
    }
    expect(unread).toEqual([])
  })
})

describe("a symbol is as small as it can be", () => {
  const modules = (text: string): number => qrSymbol(text, { quietZone: 0 }).length

  test.each([
    ["briDynamic", 45],
    ["winpayDynamic", 53],
    ["bestTransport", 53],
    ["promptPay", 33],
  ] as const)("%s has %d modules a side", (name, side) => {
    expect(modules(SAMPLES[name].payload)).toBe(side)
  })

  test("one small letter costs no more than its part", () => {
    const capitals = CODES.map((payload) => payload.toUpperCase())
    for (const text of capitals) {
      const one = text.replace(/CONTOH/, "CONToH")
      expect(modules(one) - modules(text)).toBeLessThanOrEqual(4)
    }
  })

  test("no symbol is larger than in one mode, and most are smaller", () => {
    const inOneMode = (text: string): number =>
      generate(text, { modes: [mode.ascii], minCorrectionLevel: correction.M }).size
    const saved = CODES.map((payload) => inOneMode(payload) - modules(payload))
    expect(Math.min(...saved)).toBeGreaterThanOrEqual(0)
    expect(saved.filter((side) => side > 0).length).toBeGreaterThan(COUNT / 2)
  })
})

describe("one character set in a symbol", () => {
  test.each([
    ["Chinese among capitals and digits", SAMPLES.bestTransport.payload],
    ["Japanese", SAMPLES.japanese.payload],
    ["letters of ISO-8859-1 beside Japanese", "CAFÉ 最佳运输 メルペイ 0123456789012345"],
    ["letters of ISO-8859-1", "WARUNG CAFÉ 01234567890123456789"],
    ["characters of two units", "TOKO 😀 0123456789"],
  ])("%s are read alike by three decoders", async (_, text) => {
    for (const decoder of Object.values(DECODERS)) expect(await decoder(shown(text, 400, 0))).toBe(text)
  })
})

test("every published code is read by three decoders", async () => {
  for (const [, { payload }] of SOUND_SAMPLES) {
    for (const decoder of Object.values(DECODERS)) expect(await decoder(shown(payload, 400, 0))).toBe(payload)
  }
})

test.each([[{ quietZone: -1 }], [{ quietZone: 1.5 }], [{ quietZone: 1e9 }], [{ quietZone: Number.NaN }]])(
  "%j is refused",
  (options) => {
    expect(() => qrSymbol("1", options)).toThrow(RangeError)
  },
)

test.each([["X"], ["max"], ["toString"], [""]])("a level %j, which there is not, is refused", (level) => {
  expect(() => qrSymbol("1", JSON.parse(JSON.stringify({ errorCorrection: level })))).toThrow(RangeError)
})
