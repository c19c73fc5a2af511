import { describe, expect, it } from "vitest"
import { formOf } from "../src/web/http/form.js"

describe("a form", () => {
  it("holds texts without spaces around them; anything else was not sent", () => {
    const form = formOf({ a: " x ", b: ["y", "z"], c: { d: "e" }, f: "", g: "x".repeat(5_000) })
    expect(form.names).toEqual(["a"])
    expect(form.text("a")).toBe("x")
    expect(formOf("text").names).toEqual([])
    expect(formOf(null).text("constructor")).toBeUndefined()
  })
})
