import { createHmac } from "node:crypto"

const hmac = (merchantKey: string, message: string): string =>
  createHmac("sha256", merchantKey).update(message).digest("hex")

/** Signs create: HMAC-SHA256 of merchant id and external id, lower-case hex (Signature [DOC, VERIFIED]). */
export const createSignature = (merchantKey: string, merchantId: string, externalId: string): string =>
  hmac(merchantKey, merchantId + externalId)

/** Signs inquiry: HMAC-SHA256 of merchant id and uuid, lower-case hex ([VERIFIED] against the page's example). */
export const inquirySignature = (merchantKey: string, merchantId: string, uuid: string): string =>
  hmac(merchantKey, merchantId + uuid)
