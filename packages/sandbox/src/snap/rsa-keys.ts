import { checkPrimeSync, createPrivateKey, createPublicKey } from "node:crypto"
import type { Identity } from "../identity.js"

// Node makes no RSA keys from a seed. These are good for a sandbox and for nothing else: whoever knows
// the seed has them.

/** A pair of RSA keys, as PEM. */
export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
}

const EXPONENT = 65_537n
const PRIME_BYTES = 128

/** Odd primes below 2,000: most candidates fall to one of them, at once. */
const SMALL_PRIMES = Array.from({ length: 999 }, (_, index) => 2 * index + 3).filter((candidate) => {
  for (let factor = 3; factor * factor <= candidate; factor += 2) if (candidate % factor === 0) return false
  return true
})

/** The pair of 2,048 bits that belongs to `name`. Takes a twentieth of a second. */
export function rsaKeys(identity: Identity, ...name: ReadonlyArray<string>): KeyPair {
  const p = primeFrom(identity.bytes(PRIME_BYTES, ...name, "p"))
  const q = primeFrom(identity.bytes(PRIME_BYTES, ...name, "q"))
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n))
  const key = createPrivateKey({
    format: "jwk",
    key: {
      kty: "RSA",
      n: base64url(p * q, 2 * PRIME_BYTES),
      e: "AQAB",
      d: base64url(d, 2 * PRIME_BYTES),
      p: base64url(p, PRIME_BYTES),
      q: base64url(q, PRIME_BYTES),
      dp: base64url(d % (p - 1n), PRIME_BYTES),
      dq: base64url(d % (q - 1n), PRIME_BYTES),
      qi: base64url(inverse(q, p), PRIME_BYTES),
    },
  })
  return {
    publicKey: createPublicKey(key).export({ type: "spki", format: "pem" }).toString(),
    privateKey: key.export({ type: "pkcs8", format: "pem" }).toString(),
  }
}

/** The first prime from `bytes` on, with its two highest bits set, so that two of them make 2,048. */
function primeFrom(bytes: Buffer): bigint {
  bytes.writeUInt8(bytes.readUInt8(0) | 0xc0, 0)
  bytes.writeUInt8(bytes.readUInt8(PRIME_BYTES - 1) | 1, PRIME_BYTES - 1)
  const start = BigInt(`0x${bytes.toString("hex")}`)
  const remainders = SMALL_PRIMES.map((small) => Number(start % BigInt(small)))
  for (let step = 0; ; step += 2) {
    if (SMALL_PRIMES.some((small, index) => ((remainders[index] ?? 0) + step) % small === 0)) continue
    const candidate = start + BigInt(step)
    if (candidate % EXPONENT !== 1n && checkPrimeSync(candidate)) return candidate
  }
}

/** What `value` is multiplied with to leave 1 over `modulus`. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next, factor, nextFactor] = [value, modulus, 1n, 0n]
  while (next !== 0n) {
    const times = rest / next
    ;[rest, next] = [next, rest - times * next]
    ;[factor, nextFactor] = [nextFactor, factor - times * nextFactor]
  }
  return ((factor % modulus) + modulus) % modulus
}

function base64url(value: bigint, bytes: number): string {
  return Buffer.from(value.toString(16).padStart(2 * bytes, "0"), "hex").toString("base64url")
}
