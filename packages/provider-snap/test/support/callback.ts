import type { ReceivedNotification } from "@qriskit/core"
import * as Result from "effect/Result"
import { readPrivateKey, type SigningKey, sign } from "../../src/index.js"
import { acquirerKeys } from "./merchant.js"

export const acquirer: SigningKey = {
  algorithm: "rsa-sha256",
  privateKey: Result.getOrThrow(readPrivateKey(acquirerKeys.privateKey)),
}
export const shared: SigningKey = { algorithm: "hmac-sha512", secret: "secret-of-toko-contoh" }

export const AT = "2026-01-02T10:05:00+07:00"

/** What a standard callback says. */
export const BODY = {
  originalReferenceNo: "A1",
  originalPartnerReferenceNo: "order-1",
  latestTransactionStatus: "00",
  amount: { value: "25000.00", currency: "IDR" },
}

/** A callback as an acquirer sends it, signed over a text. */
export const signedCallback = (
  body: string,
  text: string,
  {
    key = acquirer,
    headers = {},
  }: { readonly key?: SigningKey; readonly headers?: Record<string, string> } = {},
): ReceivedNotification => ({
  headers: { "x-timestamp": AT, "x-signature": sign(key, text, "base64"), ...headers },
  body: Buffer.from(body),
})
