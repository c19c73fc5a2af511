import fc from "fast-check"
import { expect, test } from "vitest"
import { crc16 } from "../src/index.js"

const BEST_TRANSPORT =
  "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT" +
  "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME" +
  "91320016A0112233449988770708123456786304"

test.each([
  ["", "FFFF"],
  ["A", "B915"],
  ["123456789", "29B1"],
  ["000201", "89B9"],
  ["00020101021126570011ID.DANA.WWW6304", "A8C0"],
  [BEST_TRANSPORT, "A13A"],
])("the published check over %j is %s", (text, crc) => {
  expect(crc16(text)).toBe(crc)
})

test("a check below 1000 keeps its leading zero", () => {
  const masked =
    "00020101021126690021ID.CO.BANKMANDIRI.WWW01189999999999999999990211000000000000303UKE51440014ID.CO.QRIS.WWW" +
    "0215ID00000000000000303UKE5204274153033605802ID5915Contoh Merchant6007Jakarta61051000062070703A016304"
  expect(crc16(masked)).toBe("0C01")
})

/** The definition, bit by bit. */
const byDefinition = (text: string): string => {
  let crc = 0xffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, "0")
}

test("any text of any length and alphabet has the check of the definition", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 700, unit: "binary" }), (text) => {
      expect(crc16(text)).toBe(byDefinition(text))
    }),
    { numRuns: 500 },
  )
  for (const length of [511, 512, 513, 1536, 1537, 5000]) {
    expect(crc16("最".repeat(length))).toBe(byDefinition("最".repeat(length)))
  }
})
