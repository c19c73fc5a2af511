import { createHmac } from "node:crypto"

/** A create is signed over the merchant's id as sent and the external id [DOC S2, VERIFIED]. */
export function createSignature(merchantKey: string, merchantId: string, externalId: string): string {
  return hmac(merchantKey, merchantId + externalId)
}

/** An inquiry is signed over the merchant's id as sent and the uuid [VERIFIED against S4's example]. */
export function inquirySignature(merchantKey: string, merchantId: string, uuid: string): string {
  return hmac(merchantKey, merchantId + uuid)
}

// The key is the text of the merchant key, dashes included [VERIFIED].
function hmac(key: string, message: string): string {
  return createHmac("sha256", key).update(message, "utf8").digest("hex")
}
