import * as crypto from "node:crypto"
import { basicCredentials, isSameSecret } from "@qriskit/core/provider-kit"

/** The Authorization header: Basic, the secret key and an empty password (Authentication [DOC]). */
export const basicAuthorization = (secretKey: string): string => basicCredentials(secretKey, "").authorization

/**
 * Whether a webhook brings one of the tokens along. All are compared, each in constant time. A token is a fixed
 * password: it covers nothing of the body, and whoever learns it once can forge every webhook [DOC].
 */
export const isKnownToken = (given: string, tokens: ReadonlyArray<string>): boolean =>
  tokens.map((token) => isSameSecret(given, token)).includes(true)

/**
 * `idempotency-key` of a refund: the same whenever this refund of this payment is asked for, another for any other
 * [SDK]. Xendit documents none for creating payment requests.
 */
export const refundKey = (paymentId: string, externalId: string): string =>
  crypto.hash("sha256", JSON.stringify(["refund", paymentId, externalId]), "base64url")
