import { generateKeyPairSync } from "node:crypto"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSignedBy, minify, readPrivateKey, readPublicKey, sign } from "../src/index.js"
import { acquirerKeys, merchantKeys } from "./support/merchant.js"

const hmac = { algorithm: "hmac-sha512", secret: "secret" } as const
const rsa = {
  algorithm: "rsa-sha256",
  privateKey: Result.getOrThrow(readPrivateKey(merchantKeys.privateKey)),
} as const
const publicKeys = [Result.getOrThrow(readPublicKey(merchantKeys.publicKey))]
const verifying = { algorithm: "rsa-sha256", publicKeys } as const

describe("a signature", () => {
  it.each(["base64", "hex"] as const)("in %s is taken, and over another text refused", (encoding) => {
    for (const [key, check] of [
      [hmac, hmac],
      [rsa, verifying],
    ] as const) {
      const signature = sign(key, "text", encoding)
      expect(isSignedBy(check, "text", signature)).toBe(true)
      expect(isSignedBy(check, "texT", signature)).toBe(false)
    }
  })

  it("in hex is the same bytes in capitals; in base64 it is not", () => {
    expect(isSignedBy(hmac, "text", sign(hmac, "text", "hex").toUpperCase())).toBe(true)
    expect(isSignedBy(hmac, "text", sign(hmac, "text", "base64").toLowerCase())).toBe(false)
  })

  it("of any of several keys is taken, while an acquirer changes its own", () => {
    const old = Result.getOrThrow(readPublicKey(acquirerKeys.publicKey))
    const both = { algorithm: "rsa-sha256", publicKeys: [old, ...publicKeys] } as const
    expect(isSignedBy(both, "text", sign(rsa, "text", "base64"))).toBe(true)
    expect(isSignedBy({ ...both, publicKeys: [old] }, "text", sign(rsa, "text", "base64"))).toBe(false)
    expect(isSignedBy({ ...both, publicKeys: [] }, "text", sign(rsa, "text", "base64"))).toBe(false)
  })

  it("that is garbage is refused, whatever it is, and nothing is thrown", () => {
    void fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (garbage) => {
        expect(isSignedBy(hmac, "text", garbage)).toBe(false)
        expect(isSignedBy(verifying, "text", garbage)).toBe(false)
      }),
    )
  })

  it("with base64 that decodes to fewer bytes than its length says is refused", () => {
    expect(isSignedBy(hmac, "text", `${"A".repeat(86)}==`)).toBe(false)
    expect(isSignedBy(hmac, "text", `${"A".repeat(87)}=`)).toBe(false)
  })
})

describe("a key is read", () => {
  const bits = { modulusLength: 1024 } as const
  const { privateKey, publicKey } = generateKeyPairSync("rsa", bits)
  const pem = (type: "pkcs1" | "pkcs8") => privateKey.export({ type, format: "pem" }).toString()
  const bare = (text: string) => text.replace(/-----[^-]+-----/g, "")

  it.each([
    ["PKCS#8", pem("pkcs8")],
    ["PKCS#1", pem("pkcs1")],
    ["bare PKCS#8 in lines", bare(pem("pkcs8"))],
    ["bare PKCS#1 in one line", bare(pem("pkcs1")).replace(/\s/g, "")],
    ["PEM with Windows' line ends", pem("pkcs8").replaceAll("\n", "\r\n")],
  ])("private: %s", (_, text) => {
    expect(Result.getOrThrow(readPrivateKey(text)).equals(privateKey)).toBe(true)
  })

  it.each([
    ["SPKI", publicKey.export({ type: "spki", format: "pem" }).toString()],
    ["PKCS#1", publicKey.export({ type: "pkcs1", format: "pem" }).toString()],
    ["bare SPKI", bare(publicKey.export({ type: "spki", format: "pem" }).toString())],
  ])("public: %s", (_, text) => {
    expect(Result.getOrThrow(readPublicKey(text)).equals(publicKey)).toBe(true)
  })

  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const locked = generateKeyPairSync("rsa", {
    ...bits,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open" },
  })

  it.each([
    ["a public key for a private one", readPrivateKey, merchantKeys.publicKey, "not a public one"],
    ["a private key for a public one", readPublicKey, merchantKeys.privateKey, "not a private one"],
    ["a bare private key for a public one: PKCS#8", readPublicKey, bare(pem("pkcs8")), "not a private one"],
    ["a bare private key for a public one: PKCS#1", readPublicKey, bare(pem("pkcs1")), "not a private one"],
    [
      "a private key of another kind for a public one",
      readPublicKey,
      elliptic.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      "not a private one",
    ],
    ["a key with a passphrase", readPrivateKey, locked.privateKey, "passphrase"],
    [
      "another kind of key",
      readPrivateKey,
      elliptic.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      "RSA",
    ],
    ["a key that is cut off", readPrivateKey, bare(pem("pkcs8")).slice(0, 200), "cut off"],
    ["no key", readPublicKey, "that is no key!", "base64 of its DER"],
    [
      "a broken certificate",
      readPublicKey,
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      "certificate",
    ],
  ])("and %s is refused without showing it", (_, read, text, why) => {
    const complaint = Result.match(read(text), { onFailure: String, onSuccess: () => "it was read" })
    expect(complaint).toContain(why)
    for (const line of text.split("\n").filter((part) => part.length > 40))
      expect(complaint).not.toContain(line)
  })
})

describe("minify", () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const bytes = (json: string) => new TextEncoder().encode(json)

  it("of what JSON.stringify indents is what it writes without", () => {
    void fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(text(minify(bytes(JSON.stringify(value, null, 3))))).toBe(JSON.stringify(value))
      }),
    )
  })

  it("takes whatever it is given, and its own result unchanged", () => {
    void fc.assert(
      fc.property(fc.uint8Array(), (any) => {
        const once = minify(any)
        expect(Buffer.from(minify(once)).equals(once)).toBe(true)
      }),
    )
  })

  it("gives the very bytes back where there is nothing to leave out", () => {
    const compact = bytes('{"a":"b c"}')
    expect(minify(compact)).toBe(compact)
  })

  it("does not read beyond a backslash at the end", () => {
    expect(text(minify(bytes('"\\')))).toBe('"\\')
  })
})
