import { CreatePayment, decodeConfiguration, Rupiah } from "@qriskit/core"
import { InvalidInput } from "@qriskit/payments"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { AcquirerChoice } from "../acquirers/acquirer-choice.js"
import type { Order } from "../cashier/order-form.js"

const OpenRequest = Schema.Struct({
  key: Schema.String.check(
    Schema.isPattern(/^[\w-]{1,64}$/, { message: "must be 1 to 64 letters, digits, _ or -" }),
  ),
  amount: Rupiah,
  acquirer: Schema.String,
  description: CreatePayment.fields.description,
})

const decode = decodeConfiguration("open", OpenRequest)

const invalid = (issues: InvalidInput["issues"]): InvalidInput =>
  new InvalidInput({ operation: "open", issues })

/** What a client of the API asks for. Throws `InvalidInput` naming every field that is wrong. */
export const orderOf = (body: unknown, choices: ReadonlyArray<AcquirerChoice>): Order => {
  const decoded = decode(body)
  if (Result.isFailure(decoded)) throw invalid(decoded.failure.issues)
  const { key, amount, acquirer: id, description = "Toko Contoh" } = decoded.success
  const acquirer = choices.find((choice) => choice.id === id)
  if (acquirer === undefined) {
    const known = choices.map((choice) => choice.id).join(", ")
    throw invalid([{ path: "acquirer", message: `must be one of ${known}` }])
  }
  return { key, amount, description, acquirer }
}
