import { createHash, createHmac, createPrivateKey, createPublicKey, sign, verify } from "node:crypto"

/** White space between tokens goes, inside of strings it stays [S]. */
export function compacted(json: string): string {
  return json.replace(/("(?:\\[\s\S]|[^"\\])*")|[ \t\r\n]+/g, (_, text: string | undefined) => text ?? "")
}

/** The part of a signed text that stands for the body [S]. */
export function bodyHash(body: string): string {
  return createHash("sha256").update(body, "utf8").digest("hex")
}

/** SHA-512 HMAC, as base64 or lower-case hex. */
export function hmac(secret: string, text: string, encoding: "base64" | "hex"): string {
  return createHmac("sha512", secret).update(text, "utf8").digest(encoding)
}

/** SHA256withRSA [S], as base64. */
export function rsa(privateKey: string, text: string): string {
  return sign("sha256", Buffer.from(text, "utf8"), createPrivateKey(privateKey)).toString("base64")
}

/** Does this base64 signature verify? Hex does not, nor does garbage. */
export function verifies(publicKey: string, text: string, signature: string): boolean {
  return verify(
    "sha256",
    Buffer.from(text, "utf8"),
    createPublicKey(publicKey),
    Buffer.from(signature, "base64"),
  )
}
