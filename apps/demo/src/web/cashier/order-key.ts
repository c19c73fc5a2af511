import { randomInt } from "node:crypto"

const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

/** 59 bits, which is plenty for one shop. */
const letters = (): string =>
  Array.from({ length: 12 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("")

/** A new order's id. */
export const newOrderKey = (): string => `order-${letters()}`
