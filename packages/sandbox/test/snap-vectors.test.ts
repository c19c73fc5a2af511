import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { bodyHash, compacted, hmac, rsa, verifies } from "../src/snap/signature.js"

// The published and computed vectors: the only thing that ties this reading of the standard to the provider's.

interface Vector {
  readonly id: string
  readonly kind: string
  readonly alg?: "hmac-sha512" | "rsa-sha256"
  readonly secret?: string
  readonly key?: string
  readonly stringToSign?: string
  readonly body?: string
  readonly bodyForm?: string
  readonly bodySha256?: string
  readonly expect?: { readonly base64: string; readonly hex?: string }
  readonly input?: string
  readonly minified?: string
  readonly sha256?: string
}

const { vectors, keys } = JSON.parse(
  readFileSync(new URL("../../provider-snap/test/vectors/snap-vectors.json", import.meta.url), "utf8"),
) as {
  readonly vectors: ReadonlyArray<Vector>
  readonly keys: Readonly<Record<string, { readonly privateKey?: string; readonly publicKey: string }>>
}

/** Base64 of a key's DER, as some vectors have it. */
const pem = (key = "", word: string): string =>
  key.includes("-----")
    ? key
    : `-----BEGIN ${word}-----\n${key.match(/.{1,64}/g)?.join("\n")}\n-----END ${word}-----`

const signed = vectors.flatMap(({ id, alg, stringToSign, expect: expected, ...rest }) =>
  stringToSign !== undefined && expected !== undefined ? [{ id, alg, stringToSign, expected, ...rest }] : [],
)

describe("signatures", () => {
  test("are all of both kinds", () => {
    expect(signed.filter(({ alg }) => alg === "hmac-sha512").length).toBeGreaterThan(15)
    expect(signed.filter(({ alg }) => alg === "rsa-sha256").length).toBeGreaterThan(15)
  })

  test.each(signed)("$id", ({ alg, stringToSign, expected, secret = "", key = "" }) => {
    if (alg === "hmac-sha512") {
      expect(hmac(secret, stringToSign, "base64")).toBe(expected.base64)
      expect(hmac(secret, stringToSign, "hex")).toBe(Buffer.from(expected.base64, "base64").toString("hex"))
      return
    }
    const { privateKey, publicKey } = keys[key] ?? { publicKey: "" }
    const known = pem(publicKey, "PUBLIC KEY")
    expect(verifies(known, stringToSign, expected.base64)).toBe(true)
    expect(verifies(known, `${stringToSign} `, expected.base64)).toBe(false)
    expect(verifies(known, stringToSign, Buffer.from(expected.base64, "base64").toString("hex"))).toBe(false)
    if (privateKey !== undefined)
      expect(rsa(pem(privateKey, "PRIVATE KEY"), stringToSign)).toBe(expected.base64)
  })

  test("that are garbage or empty verify nothing", () => {
    const known = pem(keys["qriskit-acquirer"]?.publicKey, "PUBLIC KEY")
    for (const garbage of ["", "garbage", "%%%", "=".repeat(344)])
      expect(verifies(known, "a", garbage)).toBe(false)
  })
})

test.each(vectors.filter(({ kind }) => kind === "body-hash"))(
  "the hash of a body: $id",
  ({ input = "", minified, sha256 }) => {
    expect(compacted(input)).toBe(minified)
    expect(bodyHash(compacted(input))).toBe(sha256)
  },
)

test.each(
  vectors.filter(({ body, bodySha256, bodyForm }) => body && bodySha256 !== undefined && bodyForm !== "none"),
)("the hash of the body of $id", ({ body = "", bodyForm, bodySha256 }) => {
  expect(bodyHash(bodyForm === "minified" ? compacted(body) : body)).toBe(bodySha256)
})
