import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type StatusTable, statusOf } from "../src/provider-kit/status-table.js"
import { forAll } from "./support/for-all.js"

const TABLE: StatusTable = { PAID: "paid", FAILED: "failed", VOID: "canceled" }

describe("statusOf", () => {
  it("reads a provider's word whatever its case and the spaces around it", () => {
    expect(statusOf(TABLE, "PAID")).toBe("paid")
    expect(statusOf(TABLE, " paid\n")).toBe("paid")
    expect(statusOf(TABLE, "Void")).toBe("canceled")
  })

  it("reads a word that nobody mapped as pending, never as failed", () => {
    forAll(fc.string(), (word) => {
      fc.pre(!Object.hasOwn(TABLE, word.trim().toUpperCase()))
      return statusOf(TABLE, word) === "pending"
    })
  })

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", ""])("is not fooled by %j", (word) => {
    expect(statusOf(TABLE, word)).toBe("pending")
  })
})
