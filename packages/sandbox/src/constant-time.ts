import { createHash, timingSafeEqual } from "node:crypto"

/** Compares in a time that does not tell where the texts differ, nor how long the expected one is. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest()
}
