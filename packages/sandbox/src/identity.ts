import { createHash } from "node:crypto"

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/**
 * Every id the sandbox hands out follows from the seed and from what the id names, never from the order of
 * requests: concurrent requests cannot change each other's ids.
 */
export class Identity {
  readonly #seed: number
  readonly #within: ReadonlyArray<string>

  constructor(seed: number, within: ReadonlyArray<string> = []) {
    this.#seed = seed
    this.#within = within
  }

  /** The ids of one part, which are nobody else's though they be called the same. */
  of(...part: ReadonlyArray<string>): Identity {
    return new Identity(this.#seed, [...this.#within, ...part])
  }

  /** `length` bytes that belong to `name`. */
  bytes(length: number, ...name: ReadonlyArray<string>): Buffer {
    return createHash("shake256", { outputLength: length })
      .update(JSON.stringify([this.#seed, ...this.#within, ...name]))
      .digest()
  }

  /** A random-looking UUID, version 4. */
  uuidV4(...name: ReadonlyArray<string>): string {
    return formatUuid(this.bytes(16, ...name), 4)
  }

  /** A UUID, version 7: its first 48 bits are `at` in milliseconds. */
  uuidV7(at: Date, ...name: ReadonlyArray<string>): string {
    const bytes = this.bytes(16, ...name)
    bytes.writeUIntBE(at.getTime(), 0, 6)
    return formatUuid(bytes, 7)
  }

  /** Decimal digits. */
  digits(length: number, ...name: ReadonlyArray<string>): string {
    return Array.from(this.bytes(length, ...name), (byte) => byte % 10).join("")
  }

  /** Digits and upper-case letters. */
  alphanumeric(length: number, ...name: ReadonlyArray<string>): string {
    return Array.from(this.bytes(length, ...name), (byte) => LETTERS.charAt(byte % LETTERS.length)).join("")
  }
}

function formatUuid(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | (version << 4), 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
