import * as v from "valibot"
import { text, wholeNumber } from "../decode.js"

// Field for field Zipay's request tables: S1 (login), S3 (create), S4 (inquiry).

/** Examples send a string. Whether a number is taken is [NOT FOUND]; here it is, and signed as its decimal text. */
const merchantId = v.pipe(
  v.union([text(64), v.pipe(v.number(), v.safeInteger())], "must be a string or a whole number"),
  v.transform(String),
)

// Length and alphabet are [NOT FOUND]; 255 characters keep the answer in bounds.
const externalId = text(255)

// Length and form are [NOT FOUND] for the signature too: any text, compared with the right one.
const signature = text(255)

export const loginSchema = v.object({ userId: text(255), password: text(255) })

export const createSchema = v.object({
  amount: wholeNumber(1, 9_999_999_999_999),
  externalId,
  merchantId,
  signature,
})

export const inquireSchema = v.object({ uuid: text(64), merchantId, signature })
