// Runs a file of vectors in the form of the specification: `pnpm --filter @qriskit/provider-midtrans vectors FILE`.
import { basicHeadersIn, type Checked, type Row, runVectors, type VectorFile } from "@qriskit/testing/vectors"
import { basicAuthorization, signatureKey } from "../src/signature.ts"

const HASH = /[0-9a-f]{128}/

const textIn = (body: unknown, field: string): string | undefined => {
  const value =
    typeof body === "object" && body !== null
      ? Object.entries(body).find(([key]) => key === field)?.[1]
      : undefined
  return typeof value === "string" ? value : undefined
}

/** A row `order_id | code | gross_amount | ServerKey | SHA512`; what stands behind a blank in an amount is a remark. */
const ofRow = (row: Row): ReadonlyArray<Checked> => {
  const hash = HASH.exec(row["sha512"] ?? "")?.[0]
  if (hash === undefined) return []
  const { order_id: orderId = "", code: statusCode = "", serverkey: key = "" } = row
  const [grossAmount = ""] = (row["gross_amount"] ?? "").split(" ")
  return [
    {
      what: `${row["#"] ?? orderId}: signature of ${orderId} ${statusCode} ${grossAmount}`,
      holds: signatureKey(key, { orderId, statusCode, grossAmount }) === hash,
    },
  ]
}

/** A body that carries its signature: genuine under one of the keys that the file names. */
const ofBlock =
  (keys: ReadonlyArray<string>) =>
  ({ line, body }: VectorFile["blocks"][number]): ReadonlyArray<Checked> => {
    const signature = textIn(body, "signature_key")
    if (signature === undefined) return []
    const signed = {
      orderId: textIn(body, "order_id") ?? "",
      statusCode: textIn(body, "status_code") ?? "",
      grossAmount: textIn(body, "gross_amount") ?? "",
    }
    return [
      {
        what: `line ${line}: signature of the body about ${signed.orderId}`,
        holds: keys.some((key) => signatureKey(key, signed) === signature),
      },
    ]
  }

runVectors(process.argv.slice(2), (file) => {
  const keys = [...new Set(file.rows.flatMap(({ serverkey = "" }) => (serverkey === "" ? [] : [serverkey])))]
  return [
    ...file.rows.flatMap(ofRow),
    ...file.blocks.flatMap(ofBlock(keys)),
    ...basicHeadersIn(file).map(({ key, header }) => ({
      what: `Basic header of ${key}`,
      holds: basicAuthorization(key) === header,
    })),
  ]
})
