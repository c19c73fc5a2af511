import {
  InvalidInput,
  NoFreeAmount,
  NoSuchProvider,
  NotExpected,
  NotRefundable,
  WrongRefundState,
  WrongState,
} from "@qriskit/payments"
import { expect, test } from "vitest"
import { html } from "../src/html/html.js"
import { troubleOf, troublePage } from "../src/pages/trouble.js"
import { WORDS } from "../src/words/words.js"

const key = "order-1001"
const operation = "acceptMoney"

test.each([
  new WrongState({ key, operation, status: "paid" }),
  new WrongRefundState({ key, externalId: "refund-1", status: "succeeded" }),
  new NotRefundable({ key, why: "the acquirer gives nothing back" }),
  new NotExpected({ key, operation }),
  new NoFreeAmount({ key, amount: 10_000, surplus: 0 }),
  new NoSuchProvider({ provider: "zipay", known: [] }),
])("what the payment's state does not allow is no fault of this server, and says why: $_tag", (failure) => {
  const trouble = troubleOf(failure)
  expect(trouble.status).toBe(409)
  expect(String(troublePage({ words: WORDS.en }, trouble, failure).main)).toContain(
    String(html`${failure.message}`),
  )
})

test("what is none of ours is a fault, and none of its words is shown", () => {
  const fault = new Error("select secret from somewhere")
  expect(troubleOf(fault).status).toBe(500)
  expect(String(troublePage({ words: WORDS.en }, troubleOf(fault), fault).main)).not.toContain("select")
  expect(troubleOf(new InvalidInput({ operation, issues: [] })).status).toBe(400)
})
