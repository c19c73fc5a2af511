import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tokenKey } from "../src/provider-kit.js"
import { forAll } from "./support/for-all.js"

const baseUrl = "https://api.example.co.id"

describe("the key of a login's token", () => {
  it("is as it always was for ordinary names, an e-mail address too", () => {
    expect(tokenKey({ account: undefined, user: "partner contoh", baseUrl })).toBe(
      "partner contoh@https://api.example.co.id",
    )
    expect(tokenKey({ account: "toko-17", user: "kasir@toko.example", baseUrl })).toBe(
      "toko-17/kasir@toko.example@https://api.example.co.id",
    )
  })

  it("of a user whose name looks like an account's is not that account's", () => {
    const whole = tokenKey({ account: undefined, user: "toko-17/U", baseUrl })
    expect(whole).not.toBe(tokenKey({ account: "toko-17", user: "U", baseUrl }))
    expect(whole).not.toBe(tokenKey({ account: undefined, user: "toko-17%2FU", baseUrl }))
  })

  it("is one login's alone, whatever the names hold", () => {
    const name = fc.string({
      unit: fc.constantFrom("a", "/", "%", "2", "F", "@", ":", "https://h/"),
      maxLength: 6,
    })
    const url = fc.constantFrom("https://h", "https://h/a", "https://h/@https://h", "http://a@h")
    const login = fc.record({ account: fc.option(name, { nil: undefined }), user: name, baseUrl: url })
    forAll(fc.tuple(login, login), ([one, other]) => {
      expect(tokenKey(one) === tokenKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
    })
  })
})
