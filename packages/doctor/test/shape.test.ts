import { expect, test } from "vitest"
import { shapeOf } from "../src/shape.js"

const forms = (body: unknown) => Object.fromEntries(shapeOf(body))

test("each field has its place and form, and no value but words of status and code", () => {
  expect(
    forms({
      status: "PAID",
      responseCode: "2005100",
      payer: { name: "Pembeli Contoh", phone: "081200000000" },
      at: "2026-04-07T10:00:00.000+07:00",
      local: "2026-04-07 10:00:00",
      gross: "25000.00",
      amount: 25_000,
      items: [{ id: "a" }, { id: "b" }],
      none: [],
      "0812 0000 0000": true,
    }),
  ).toEqual({
    status: '"PAID"',
    responseCode: '"2005100"',
    "payer.name": "a text",
    "payer.phone": "digits, in quotes",
    at: "a time like YYYY-MM-DDThh:mm:ss.sss+07:00",
    local: "a time like YYYY-MM-DD hh:mm:ss, without zone",
    gross: "a decimal number with two places, in quotes",
    amount: "a whole number",
    "items[].id": "a text",
    "none[]": "an empty list",
    "*": "true or false",
  })
})

test("an answer that is deep, wide or no object is bounded", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`)
  expect(shapeOf(deep).size).toBe(0)
  const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`field${at}`, at]))
  expect(shapeOf(wide).size).toBe(500)
  expect(forms("text")).toEqual({ "": "a text" })
  expect(shapeOf(undefined)).toEqual(new Map([["", "null"]]))
})
