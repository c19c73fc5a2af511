import * as crypto from "node:crypto"

/**
 * Whether two texts are the same, in time that depends on neither: both are hashed first, so not even their lengths
 * show. Compares UTF-8 bytes, case included.
 */
export const isSameSecret = (a: string, b: string): boolean =>
  crypto.timingSafeEqual(
    crypto.createHash("sha256").update(a).digest(),
    crypto.createHash("sha256").update(b).digest(),
  )
