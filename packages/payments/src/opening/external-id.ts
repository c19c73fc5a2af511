import { randomUUID } from "node:crypto"

/** As many characters as the strictest known acquirer takes; 128 random bits need no more. */
const LENGTH = 25

/** An external id that no other is like, of small letters and digits, which every acquirer takes. */
export const randomExternalId = (): string =>
  BigInt(`0x${randomUUID().replaceAll("-", "")}`)
    .toString(36)
    .padStart(LENGTH, "0")
