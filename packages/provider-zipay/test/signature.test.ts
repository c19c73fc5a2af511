import { createHmac } from "node:crypto"
import { forAll } from "@qriskit/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createSignature, inquirySignature } from "../src/signature.js"
import { openShop } from "./support/shop.js"

describe("published vectors", () => {
  it("V1: the signature page's create", () => {
    expect(createSignature("4a578df2-518b-40f7-9c85-0353f2a4caef", "123456", "EXTID123")).toBe(
      "204872eeea063c84e4306bf297e9d78c7f4fd4bd8ea64e55439aaa2310f98b1f",
    )
  })

  const MERCHANT_KEY = "a1398c51-ed9c-48f9-954c-80b8d93963c6"

  it("V2: the create page's example, under the key of the register page", () => {
    expect(createSignature(MERCHANT_KEY, "3", "INIEXTERNALID1234")).toBe(
      "a15d881d91aa6ba66f2eef1215602fdbf38a16a2d85113697f798e2fc8783aee",
    )
  })

  it("the inquiry page's example signs the uuid, not the external id", () => {
    const published = "fc79b33e9ea3c654b5203497395b82984799a10bf36fa63f69be1d1b09899d49"
    expect(inquirySignature(MERCHANT_KEY, "3", "686c6ab1-9a3a-469a-a271-4bf171e34ca0")).toBe(published)
    expect(inquirySignature(MERCHANT_KEY, "3", "INIEXTERNALID1234")).not.toBe(published)
  })

  it("the third key that is printed reproduces neither", () => {
    const key = "72a22c8a-0338-48de-9e05-dcbf8993591b"
    expect(createSignature(key, "3", "INIEXTERNALID1234")).not.toMatch(/^a15d881d/)
    expect(inquirySignature(key, "3", "686c6ab1-9a3a-469a-a271-4bf171e34ca0")).not.toMatch(/^fc79b33e/)
  })
})

describe("for any texts", () => {
  const text = fc.string({ unit: "grapheme" })

  it("a signature is HMAC-SHA256 of the two texts, keyed with the key's text, in lower-case hex", () => {
    forAll(text, text, text, (key, merchantId, id) => {
      const signature = createHmac("sha256", Buffer.from(key, "utf8"))
        .update(Buffer.from(merchantId, "utf8"))
        .update(Buffer.from(id, "utf8"))
        .digest("hex")
      expect(createSignature(key, merchantId, id)).toBe(signature)
      expect(inquirySignature(key, merchantId, id)).toBe(signature)
      expect(signature).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  it("the key's dashes count: it is not decoded as hex", () => {
    forAll(fc.uuid(), text, text, (key, merchantId, id) => {
      expect(createSignature(key.replaceAll("-", ""), merchantId, id)).not.toBe(
        createSignature(key, merchantId, id),
      )
    })
  })
})

it("the merchant id is signed and sent exactly as it was configured", async () => {
  await using shop = await openShop({ config: { merchantId: "03" } })
  const { merchantKey } = shop.sandbox.zipay
  await expect(shop.zipay.create(shop.order({ externalId: "x" }))).rejects.toMatchObject({
    outcome: "refused",
  })
  const [request] = await shop.wire("zipay.create")
  expect(JSON.parse(request?.body ?? "")).toMatchObject({
    merchantId: "03",
    signature: createSignature(merchantKey, "03", "x"),
  })
})
