import { createHash } from "node:crypto"

/**
 * `signature_key`: lower-case hex SHA-512 of order id, status code, gross amount and server key, as the body writes
 * them, without a separator [DOC S2; fixtures reproduced].
 */
export function signatureKey(
  orderId: string,
  statusCode: string,
  grossAmount: string,
  serverKey: string,
): string {
  return createHash("sha512")
    .update(`${orderId}${statusCode}${grossAmount}${serverKey}`, "utf8")
    .digest("hex")
}
