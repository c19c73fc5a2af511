import {
  createHmac,
  hash,
  type KeyObject,
  sign as signRsa,
  timingSafeEqual,
  verify as verifyRsa,
} from "node:crypto"

/** Lower-case hex of SHA-256: how a body goes into the string that is signed [S]. */
export const hashOf = (body: Uint8Array | string): string => hash("sha256", body, "hex")

/** How a signature is written: base64 with most acquirers, lower-case hex with BRI. The standard names neither. */
export type Encoding = "base64" | "hex"

/** What a signature is made with. A secret is UTF-8 text and is never decoded. */
export type SigningKey =
  | { readonly algorithm: "hmac-sha512"; readonly secret: string }
  | { readonly algorithm: "rsa-sha256"; readonly privateKey: KeyObject }

/** What a signature is checked with: one key, or several while an acquirer changes its own. */
export type VerifyingKey =
  | { readonly algorithm: "hmac-sha512"; readonly secret: string }
  | { readonly algorithm: "rsa-sha256"; readonly publicKeys: ReadonlyArray<KeyObject> }

/** A signature over a text: HMAC-SHA512, or RSA-SHA256 in PKCS#1 v1.5 form. */
export const sign = (key: SigningKey, text: string, encoding: Encoding): string =>
  key.algorithm === "hmac-sha512"
    ? createHmac("sha512", key.secret).update(text).digest(encoding)
    : signRsa("RSA-SHA256", Buffer.from(text), key.privateKey).toString(encoding)

const HEX = /^[0-9a-f]+$/i

/**
 * The bytes of a signature that must have `size` of them, in whichever encoding: hex of any case, or base64. The
 * lengths differ, so there is no doubt which it is. `undefined` for whatever else it may be.
 */
const bytesOf = (signature: string, size: number): Buffer | undefined => {
  if (signature.length === size * 2 && HEX.test(signature)) return Buffer.from(signature, "hex")
  if (signature.length !== Math.ceil(size / 3) * 4) return undefined
  const bytes = Buffer.from(signature, "base64")
  // Node passes over what is no base64: only what it writes in the same way was.
  return bytes.length === size && bytes.toString("base64") === signature ? bytes : undefined
}

const HMAC_SIZE = 64

const sizes = new WeakMap<KeyObject, number>()

/** The length of a key's signatures. Asking Node costs a tenth of a verification, so it is asked once. */
const sizeOf = (key: KeyObject): number => {
  const known = sizes.get(key)
  if (known !== undefined) return known
  const size = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
  sizes.set(key, size)
  return size
}

/** Whether one of the keys made this signature over this text. Garbage of any length is a plain no. */
export const isSignedBy = (key: VerifyingKey, text: string, signature: string): boolean => {
  if (key.algorithm === "hmac-sha512") {
    const given = bytesOf(signature, HMAC_SIZE)
    return (
      given !== undefined && timingSafeEqual(given, createHmac("sha512", key.secret).update(text).digest())
    )
  }
  const signed = Buffer.from(text)
  for (const publicKey of key.publicKeys) {
    const given = bytesOf(signature, sizeOf(publicKey))
    // PKCS#1 v1.5 is what Node takes for keys of this kind; in one step, which takes half the time of three.
    if (given !== undefined && verifyRsa("sha256", signed, publicKey, given)) return true
  }
  return false
}
