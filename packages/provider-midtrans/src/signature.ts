import * as crypto from "node:crypto"
import { basicCredentials } from "@qriskit/core/provider-kit"

/** The Authorization header: Basic, the server key and an empty password (API headers [DOC]). */
export const basicAuthorization = (serverKey: string): string => basicCredentials(serverKey, "").authorization

/** What a notification's signature covers, each text as the body writes it. */
export interface SignedTexts {
  readonly orderId: string
  readonly statusCode: string
  readonly grossAmount: string
}

/**
 * `signature_key`: lower-case hex SHA-512 of order id, status code, gross amount and server key without separator
 * (HTTP notifications [DOC]; official fixtures [VERIFIED]). Neither the status word nor the transaction id is covered.
 */
export const signatureKey = (serverKey: string, { orderId, statusCode, grossAmount }: SignedTexts): string =>
  crypto.hash("sha512", `${orderId}${statusCode}${grossAmount}${serverKey}`, "hex")

/**
 * `Idempotency-Key` of a create: the same for every repeat, other for every external id; 43 characters of the 46 that
 * count (API headers [DOC]). Keys hold for all endpoints, so the operation is part of it.
 */
export const idempotencyKey = (operation: "create", externalId: string): string =>
  crypto.hash("sha256", `qriskit ${operation} ${externalId}`, "base64url")
