import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseJson } from "../src/provider-kit/json-body.js"
import { forAll } from "./support/for-all.js"

const bytes = (...values: ReadonlyArray<number>) => Uint8Array.from(values)
const utf8 = (text: string) => new TextEncoder().encode(text)

describe("parseJson", () => {
  it("reads what JSON.stringify wrote, as bytes or as text", () => {
    forAll(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      const same = JSON.parse(text) as unknown
      expect(parseJson(text)).toEqual(Result.succeed(same))
      expect(parseJson(utf8(text))).toEqual(Result.succeed(same))
    })
  })

  it("gives a value or a failure for any bytes, and never throws", () => {
    forAll(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" })), (body) => {
      const parsed = parseJson(body)
      expect(Result.isSuccess(parsed) || typeof parsed.failure === "string").toBe(true)
    })
  })

  it.each([
    ["nothing", "", "the body is empty"],
    ["no bytes", bytes(), "the body is empty"],
    ["a web page", "<html>Bad Gateway</html>", "the body is not JSON"],
    ["spaces", "  \n", "the body is not JSON"],
    ["half an object", utf8('{"status":"PA'), "the body is not JSON"],
    ["two objects", "{}{}", "the body is not JSON"],
    ["a character cut in half, and no end", bytes(0x22, 0xf0, 0x9f, 0x92), "the body is not JSON"],
    ["UTF-16", bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00), "the body is not JSON"],
    ["a zero byte", bytes(0), "the body is not JSON"],
  ])("says what is wrong with %s", (_, body, failure) => {
    expect(parseJson(body)).toEqual(Result.fail(failure))
  })

  it.each([
    ["a lone continuation byte", bytes(0x22, 0x80, 0x22)],
    ["an overlong slash", bytes(0x22, 0xc0, 0xaf, 0x22)],
    ["a surrogate", bytes(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ["Latin-1", Buffer.from('"Caf\u00e9"', "latin1")],
  ])("reads %s as Response.json() does, with U+FFFD in its place", async (_, body) => {
    const same: unknown = await new Response(Buffer.from(body)).json()
    expect(same).toContain("\ufffd")
    expect(parseJson(body)).toEqual(Result.succeed(same))
  })

  it("is not thrown off by the body before", () => {
    parseJson(bytes(0x22, 0xf0, 0x9f))
    expect(parseJson(utf8("1"))).toEqual(Result.succeed(1))
  })

  it("reads a body that begins with a byte order mark", () => {
    expect(parseJson(bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d))).toEqual(Result.succeed({}))
    expect(parseJson("\ufeff{}")).toEqual(Result.succeed({}))
    // One mark is a mark; a second one is a character, and no JSON.
    expect(parseJson("\ufeff\ufeff{}")).toSatisfy(Result.isFailure)
  })

  it("survives half a million brackets", () => {
    expect(Result.isFailure(parseJson("[".repeat(500_000)))).toBe(true)
    expect(Result.isSuccess(parseJson("[".repeat(500_000) + "]".repeat(500_000)))).toBe(true)
  })
})
