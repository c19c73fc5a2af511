import { capabilities as ifortepay } from "@qriskit/provider-ifortepay"
import { describe, expect, it } from "vitest"
import type { AcquirerChoice } from "../src/web/acquirers/acquirer-choice.js"
import { decodeOrder, entryOf } from "../src/web/cashier/order-form.js"
import { newOrderKey } from "../src/web/cashier/order-key.js"
import { formOf } from "../src/web/http/form.js"

const NOBU: AcquirerChoice = {
  id: "ifortepay:NOBU",
  provider: "ifortepay",
  channel: "NOBU",
  title: "iFortepay · NOBU",
  isOverSnap: false,
  minimum: 1_000,
  maximum: 10_000_000,
  capabilities: ifortepay,
}

const decode = (fields: Readonly<Record<string, string>>) =>
  decodeOrder(entryOf(formOf({ key: newOrderKey(), acquirer: NOBU.id, ...fields })), [NOBU])

const amountOf = (fields: Readonly<Record<string, string>>): number | ReadonlyArray<string> => {
  const decoded = decode(fields)
  return decoded.ok ? decoded.order.amount : decoded.mistakes
}

describe("an order", () => {
  it.each([
    ["25000", 25_000],
    ["25.000", 25_000],
    ["1.250.000", 1_250_000],
    ["10.000.000", 10_000_000],
  ])("%s is that many rupiah", (amount, expected) => {
    expect(amountOf({ amount })).toBe(expected)
  })

  it.each([
    "25,000",
    "25.00",
    "2.5000",
    "1e5",
    "-5000",
    "0x10",
    "25 000",
    "Rp 25.000",
    "25.000,00",
    "٢٥٠٠٠",
    "99999999999999",
  ])("%s is no amount, and none is guessed", (amount) => {
    expect(amountOf({ amount })).toEqual(["amount"])
  })

  it("adds products at the shop's prices to the amount", () => {
    expect(amountOf({ "quantity-kopi": "2", "quantity-air": "1", amount: "1.000" })).toBe(42_000)
    const decoded = decode({ "quantity-kopi": "2" })
    expect(decoded.ok && decoded.order.description).toBe("2x Kopi susu gula aren")
  })

  it.each([
    [{ "quantity-kopi": "-1" }, ["quantity"]],
    [{ "quantity-kopi": "1.5" }, ["quantity"]],
    [{ "quantity-kopi": "100" }, ["quantity"]],
    [{}, ["nothing"]],
    [{ amount: "999" }, ["tooLittle"]],
    [{ amount: "10.000.001" }, ["tooMuch"]],
    [{ amount: "5.000", acquirer: "nobody" }, ["provider"]],
    [{ amount: "5.000", key: "order-1; drop" }, ["stale"]],
    [{ amount: "x", acquirer: "nobody", "quantity-teh": "x" }, ["quantity", "amount", "provider"]],
  ])("%j has these mistakes: %j", (fields, mistakes) => {
    expect(amountOf(fields)).toEqual(mistakes)
  })

  it("gets a new id each time, which its own form takes back", () => {
    const keys = new Set(Array.from({ length: 1_000 }, newOrderKey))
    expect(keys.size).toBe(1_000)
    for (const key of keys) expect(amountOf({ key, amount: "5.000" })).toBe(5_000)
  })
})
