import { createHash } from "node:crypto"

/**
 * `x-req-signature`: lowercase hex SHA-256 of hash key, external id and order id, joined without separator [DOC D-SEC].
 */
export function requestSignature(hashKey: string, externalId: string, orderId: string): string {
  return sha256(hashKey + externalId + orderId)
}

/** `mcp-signature` of a callback [DOC D-CB]. Without a sub-merchant the last part is empty. */
export function callbackSignature(
  transactionId: string,
  requestSignature: string,
  subMerchantId: string,
): string {
  return sha256(transactionId + requestSignature + subMerchantId)
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex")
}
