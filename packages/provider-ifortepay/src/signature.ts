import { hash } from "node:crypto"
import { basicCredentials } from "@qriskit/core/provider-kit"

const sha256 = (text: string): string => hash("sha256", text, "hex")

/** The ids that iFortepay's signatures cover. Amount, status and time are never covered. */
export interface SignedIds {
  readonly externalId: string
  readonly orderId: string
}

/** The Authorization header: Basic, merchant id and secret unbound id (Securities [DOC]). */
export const basicAuthorization = (merchantId: string, secretUnboundId: string): string =>
  basicCredentials(merchantId, secretUnboundId).authorization

/**
 * `x-req-signature`: SHA-256 (no HMAC) of hash key, external id and order id, in lower-case hex (Securities [DOC];
 * case [SDK]). The same for create, inquire and cancel of one payment, so whoever sees it can sign all of them.
 */
export const requestSignature = (hashKey: string, { externalId, orderId }: SignedIds): string =>
  sha256(hashKey + externalId + orderId)

/** `mcp-signature` of a callback: SHA-256 of transaction id, request signature and sub-merchant id (Callback [DOC]). */
export const notificationSignature = (
  transactionId: string,
  requestSignature: string,
  subMerchantId = "",
): string => sha256(transactionId + requestSignature + subMerchantId)
