import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto"
import * as Result from "effect/Result"

/** Why a key cannot be used; never what stands in it. */
export type KeyComplaint = string

const NOT_PUBLIC: KeyComplaint = "must be a public key, not a private one"

const PEM = /-----BEGIN ([A-Z ]+)-----([\s\S]*?)-----END \1-----/

/** The DER of a PEM block or of bare base64, with or without line ends; and the block's label where there is one. */
const derIn = (text: string): { readonly label?: string; readonly der: Buffer } | undefined => {
  const block = PEM.exec(text)
  // Environment files hold line ends as a backslash and an n where nobody reads them back.
  const base64 = (block?.[2] ?? text).replace(/\\[nr]|\s+/g, "")
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const der = Buffer.from(base64, "base64")
  return block?.[1] === undefined ? { der } : { label: block[1], der }
}

const attempt = (read: () => KeyObject): KeyObject | undefined => {
  try {
    return read()
  } catch {
    // Which structure the bytes have is found out by trying: OpenSSL's complaint says nothing that would help.
    return undefined
  }
}

const firstKey = (
  text: string,
  kind: "private" | "public",
  readings: (der: Buffer) => ReadonlyArray<() => KeyObject>,
): Result.Result<KeyObject, KeyComplaint> => {
  const found = derIn(text)
  if (found === undefined) return Result.fail(`must be a ${kind} RSA key, as PEM or as base64 of its DER`)
  const { label, der } = found
  if (label?.startsWith("ENCRYPTED")) return Result.fail("must not be protected by a passphrase")
  if (kind === "public" && label?.includes("PRIVATE")) return Result.fail(NOT_PUBLIC)
  if (kind === "private" && label?.includes("PUBLIC"))
    return Result.fail("must be a private key, not a public one")
  for (const reading of readings(der)) {
    const key = attempt(reading)
    if (key === undefined) continue
    return key.asymmetricKeyType === "rsa"
      ? Result.succeed(key)
      : Result.fail("must be an RSA key: SNAP signs with nothing else")
  }
  return Result.fail(`cannot be read as a ${kind} RSA key; it may be cut off, or of another kind`)
}

/** An RSA private key: PKCS#8 or PKCS#1, as PEM or as bare base64 of its DER, in one line or many. */
export const readPrivateKey = (text: string): Result.Result<KeyObject, KeyComplaint> =>
  firstKey(text, "private", (key) =>
    (["pkcs8", "pkcs1"] as const).map((type) => () => createPrivateKey({ key, format: "der", type })),
  )

const readCertificate = (text: string): Result.Result<KeyObject, KeyComplaint> => {
  const key = attempt(() => createPublicKey(text))
  return key?.asymmetricKeyType === "rsa"
    ? Result.succeed(key)
    : Result.fail("cannot be read as a certificate with an RSA key")
}

/** More are no acquirers' keys any more. */
const MOST_REMEMBERED = 100

const remembered = new Map<string, Result.Result<KeyObject, KeyComplaint>>()

/**
 * `readPublicKey` for the keys of acquirers, which all accounts have alike: each is read once, and thousands of
 * accounts hold the same one.
 */
export const acquirerKey = (text: string): Result.Result<KeyObject, KeyComplaint> => {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const read = readPublicKey(text)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(text, read)
  return read
}

/** An RSA public key: SPKI or PKCS#1, or the one in a certificate; as PEM or as bare base64 of its DER. */
export const readPublicKey = (text: string): Result.Result<KeyObject, KeyComplaint> => {
  if (text.includes("BEGIN CERTIFICATE")) return readCertificate(text)
  // Node makes a public key of a private one's bytes; the acquirer's it would not be.
  if (Result.isSuccess(readPrivateKey(text))) return Result.fail(NOT_PUBLIC)
  return firstKey(text, "public", (key) =>
    (["spki", "pkcs1"] as const).map((type) => () => createPublicKey({ key, format: "der", type })),
  )
}
