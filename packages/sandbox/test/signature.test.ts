import { expect, test } from "vitest"
import { basicAuthorization } from "../src/basic-authorization.js"
import { callbackSignature, requestSignature } from "../src/ifortepay/signature.js"
import { createSignature, inquirySignature } from "../src/zipay/signature.js"

// The published vectors: the only thing that ties this reading of the documents to any other.

const REQUEST_SIGNATURE = "8973c6fe8cebe91cd1f1bc4af02c14aa7a7bfa08d22375032a58455c9a4c5f40"
const TRANSACTION_ID = "019d626c-a12f-7ce3-9695-b2a251cc0cef"

test("iFortepay's Basic authorization is that of the vector", () => {
  expect(basicAuthorization("IFP0000000001", "0x00112233445566778899")).toBe(
    "Basic SUZQMDAwMDAwMDAwMToweDAwMTEyMjMzNDQ1NTY2Nzc4ODk5",
  )
})

test("iFortepay's request signature is that of the vector", () => {
  expect(requestSignature("testHashKey0123456789abcdef/+=", "EXT-0001", "ORDER-0001")).toBe(REQUEST_SIGNATURE)
})

test.each([
  ["without a sub-merchant", "", "0f3e8014580d70987458eee657081f339817e78127f176ebebf0204419432652"],
  [
    "with a sub-merchant",
    "SUBMERCHANT01",
    "25341c4c72b6eb57d87acba0bbf17894371d4e2eb2f1b119fc6cf46ae91a05ec",
  ],
])("iFortepay's callback signature is that of the vector %s", (_name, subMerchantId, signature) => {
  expect(callbackSignature(TRANSACTION_ID, REQUEST_SIGNATURE, subMerchantId)).toBe(signature)
})

test.each([
  [
    "V1",
    "4a578df2-518b-40f7-9c85-0353f2a4caef",
    "123456",
    "EXTID123",
    "204872eeea063c84e4306bf297e9d78c7f4fd4bd8ea64e55439aaa2310f98b1f",
  ],
  [
    "V2",
    "a1398c51-ed9c-48f9-954c-80b8d93963c6",
    "3",
    "INIEXTERNALID1234",
    "a15d881d91aa6ba66f2eef1215602fdbf38a16a2d85113697f798e2fc8783aee",
  ],
])("Zipay's create signature is that of vector %s", (_name, key, merchantId, externalId, signature) => {
  expect(createSignature(key, merchantId, externalId)).toBe(signature)
})

test("Zipay's inquiry signature is that of the documented example", () => {
  expect(
    inquirySignature("a1398c51-ed9c-48f9-954c-80b8d93963c6", "3", "686c6ab1-9a3a-469a-a271-4bf171e34ca0"),
  ).toBe("fc79b33e9ea3c654b5203497395b82984799a10bf36fa63f69be1d1b09899d49")
})
