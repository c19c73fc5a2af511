import { createHash } from "node:crypto"
import { forAll } from "@qriskit/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { basicAuthorization, notificationSignature, requestSignature } from "../src/signature.js"

/** The vectors of the specification, section 1.3. */
const VECTOR = {
  merchantId: "IFP0000000001",
  secretUnboundId: "0x00112233445566778899",
  hashKey: "testHashKey0123456789abcdef/+=",
  externalId: "EXT-0001",
  orderId: "ORDER-0001",
  transactionId: "019d626c-a12f-7ce3-9695-b2a251cc0cef",
  authorization: "Basic SUZQMDAwMDAwMDAwMToweDAwMTEyMjMzNDQ1NTY2Nzc4ODk5",
  request: "8973c6fe8cebe91cd1f1bc4af02c14aa7a7bfa08d22375032a58455c9a4c5f40",
  notification: "0f3e8014580d70987458eee657081f339817e78127f176ebebf0204419432652",
  subMerchantId: "SUBMERCHANT01",
  subMerchantNotification: "25341c4c72b6eb57d87acba0bbf17894371d4e2eb2f1b119fc6cf46ae91a05ec",
}

describe("published vectors", () => {
  it("Authorization is Basic of merchant id and secret unbound id", () => {
    expect(basicAuthorization(VECTOR.merchantId, VECTOR.secretUnboundId)).toBe(VECTOR.authorization)
  })

  it("x-req-signature covers hash key, external id and order id", () => {
    expect(requestSignature(VECTOR.hashKey, VECTOR)).toBe(VECTOR.request)
  })

  it("mcp-signature covers transaction id and request signature", () => {
    expect(notificationSignature(VECTOR.transactionId, VECTOR.request)).toBe(VECTOR.notification)
    expect(notificationSignature(VECTOR.transactionId, VECTOR.request, "")).toBe(VECTOR.notification)
  })

  it("mcp-signature of a sub-merchant covers its id, too", () => {
    expect(notificationSignature(VECTOR.transactionId, VECTOR.request, VECTOR.subMerchantId)).toBe(
      VECTOR.subMerchantNotification,
    )
  })
})

const sha256OfParts = (...parts: ReadonlyArray<string>): string => {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(Buffer.from(part, "utf8"))
  return hash.digest("hex")
}

describe("for any texts", () => {
  const text = fc.string({ unit: "grapheme" })

  it("signatures are plain SHA-256 of the UTF-8 bytes, without separator, in lower-case hex", () => {
    forAll(text, text, text, (hashKey, externalId, orderId) => {
      const signature = requestSignature(hashKey, { externalId, orderId })
      expect(signature).toMatch(/^[0-9a-f]{64}$/)
      expect(signature).toBe(sha256OfParts(hashKey, externalId, orderId))
      expect(notificationSignature(externalId, signature, orderId)).toBe(
        sha256OfParts(externalId, signature, orderId),
      )
    })
  })

  it("another id or another key gives another signature", () => {
    forAll(text, text, text, fc.string({ minLength: 1 }), (hashKey, externalId, orderId, more) => {
      const signature = requestSignature(hashKey, { externalId, orderId })
      expect(requestSignature(hashKey, { externalId, orderId: orderId + more })).not.toBe(signature)
      expect(requestSignature(more + hashKey, { externalId, orderId })).not.toBe(signature)
    })
  })

  it("without separator, moving the border between the ids changes nothing: both ids must be checked", () => {
    forAll(text, text, text, text, (hashKey, head, middle, tail) => {
      expect(requestSignature(hashKey, { externalId: head + middle, orderId: tail })).toBe(
        requestSignature(hashKey, { externalId: head, orderId: middle + tail }),
      )
    })
  })

  it("Authorization decodes to the pair", () => {
    forAll(text, text, (merchantId, secret) => {
      const [scheme, pair = ""] = basicAuthorization(merchantId, secret).split(" ")
      expect(scheme).toBe("Basic")
      expect(Buffer.from(pair, "base64").toString("utf8")).toBe(`${merchantId}:${secret}`)
    })
  })
})
