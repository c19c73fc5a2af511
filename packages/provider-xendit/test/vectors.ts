// Runs a file of vectors in the form of the specification: `pnpm --filter @qriskit/provider-xendit vectors FILE`.

import { Rupiah } from "@qriskit/core"
import { checkQr, decoderOf } from "@qriskit/core/provider-kit"
import { basicHeadersIn, type Checked, runVectors, type VectorFile } from "@qriskit/testing/vectors"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { basicAuthorization } from "../src/signature.ts"

/** A payment request that shows its QR: the one body that can be checked by computing. */
const decodeShown = decoderOf(
  Schema.Struct({
    reference_id: Schema.String,
    request_amount: Schema.Number,
    actions: Schema.Array(Schema.Struct({ descriptor: Schema.String, value: Schema.String })),
  }),
)

const decodeRupiah = Schema.decodeUnknownOption(Rupiah)

/** The QR of a body: its CRC, and that it asks for the body's amount. */
const ofBlock = ({ line, body }: VectorFile["blocks"][number]): ReadonlyArray<Checked> => {
  const shown = decodeShown(body)
  if (Result.isFailure(shown)) return []
  const { reference_id: reference, request_amount: amount, actions } = shown.success
  const rupiah = Option.toArray(decodeRupiah(amount))
  return actions
    .filter(({ descriptor }) => descriptor === "QR_STRING")
    .map(({ value }) => ({
      what: `line ${line}: QR of ${reference}`,
      holds: Result.isSuccess(checkQr(value, rupiah, "strict")),
    }))
}

runVectors(process.argv.slice(2), (file) => [
  ...basicHeadersIn(file).map(({ key, header }) => ({
    what: `Basic header of ${key}`,
    holds: basicAuthorization(key) === header,
  })),
  ...file.blocks.flatMap(ofBlock),
])
