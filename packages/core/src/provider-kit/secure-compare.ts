import * as crypto from "node:crypto"

/**
 * Whether two texts are the same, in time that depends on neither: both are hashed first, so not even their lengths
 * show. Compares UTF-8 bytes, case included.
 */
export const isSameSecret = (a: string, b: string): boolean =>
  crypto.timingSafeEqual(crypto.hash("sha256", a, "buffer"), crypto.hash("sha256", b, "buffer"))

const HEX = /^(?:[0-9a-f]{2})+$/i

/**
 * Whether a signature in hex digits is the expected one, whichever case each is written in: the bytes count. In time
 * that does not depend on where they differ; what is no hex is not the same as anything.
 */
export const isSameHexSignature = (given: string, expected: string): boolean => {
  if (!HEX.test(given) || !HEX.test(expected)) return false
  const [a, b] = [Buffer.from(given, "hex"), Buffer.from(expected, "hex")]
  return a.length === b.length && crypto.timingSafeEqual(a, b)
}

/**
 * Whether a signature is the expected one, in time that does not depend on where they differ. For signatures, whose
 * length is no secret. Compares UTF-8 bytes, case included.
 */
export const isSameSignature = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && crypto.timingSafeEqual(a, b)
}
