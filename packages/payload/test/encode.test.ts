import { expect, test } from "vitest"
import { type Encodable, EncodeError, encode } from "../src/index.js"

const errorOf = (objects: ReadonlyArray<Encodable>): unknown => {
  try {
    return encode(objects)
  } catch (error) {
    return error
  }
}

test("objects are written in the order given, with the CRC at the end", () => {
  expect(
    encode([
      { tag: "01", value: "12" },
      { tag: "00", value: "01" },
      { tag: "62", children: [{ tag: "05", value: "INV-1" }] },
    ]),
  ).toMatch(/^01021200020162090505INV-16304[0-9A-F]{4}$/)
})

test("lengths count characters", () => {
  expect(encode([{ tag: "59", value: "北京🍵" }])).toContain("5903北京🍵")
})

test("a value of more than 99 units, but no more than 99 characters, is written", () => {
  const tea = "🍵".repeat(60)
  expect(encode([{ tag: "64", children: [{ tag: "01", value: tea }] }])).toContain(`64640160${tea}`)
})

test("a value wins over children", () => {
  expect(encode([{ tag: "26", value: "AB", children: [{ tag: "00", value: "XY" }] }])).toContain("2602AB")
})

test.each<[code: EncodeError["code"], path: string, objects: ReadonlyArray<Encodable>]>([
  ["malformed-tag", "5", [{ tag: "5", value: "x" }]],
  ["malformed-tag", "5a", [{ tag: "5a", value: "x" }]],
  ["zero-length", "59", [{ tag: "59", value: "" }]],
  ["zero-length", "62", [{ tag: "62", children: [] }]],
  ["wrong-length", "59", [{ tag: "59", value: "x".repeat(100) }]],
  ["wrong-length", "62.05", [{ tag: "62", children: [{ tag: "05", value: "x".repeat(100) }] }]],
  ["crc-given", "63", [{ tag: "63", value: "ABCD" }]],
  // What callers without TypeScript may hand over.
  ["not-text", "59", [{ tag: "59" } as unknown as Encodable]],
  ["not-text", "54", [{ tag: "54", value: 5 } as unknown as Encodable]],
])("%s at %s is a typed error", (code, path, objects) => {
  const error = errorOf(objects)
  expect(error).toBeInstanceOf(EncodeError)
  expect(error).toMatchObject({ name: "EncodeError", code, path })
})
