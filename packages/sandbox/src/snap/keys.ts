import { generateKeyPairSync } from "node:crypto"

/** A pair of RSA keys, as PEM. */
export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
}

/**
 * As many pairs are made for merchants in one process. Node makes no keys from a seed, and making a pair takes a tenth of a
 * second: thousands of accounts share these in turn.
 */
const MOST_PAIRS = 8

const merchants: Array<KeyPair> = []
let acquirer: KeyPair | undefined

/** The keys of the acquirers. Made when they are first asked for, once in a process. */
export function acquirerKeys(): KeyPair {
  acquirer ??= pair()
  return acquirer
}

/** The keys of one sandbox's merchants: each has others than the one before, and new ones with each new secret. */
export class MerchantKeys {
  readonly #turns = new Map<string, number>()

  /** Of the merchant who has this secret now. Made when they are first asked for. */
  of(clientSecret: string): KeyPair {
    let turn = this.#turns.get(clientSecret)
    if (turn === undefined) {
      turn = this.#turns.size % MOST_PAIRS
      this.#turns.set(clientSecret, turn)
    }
    const made = merchants[turn] ?? pair()
    merchants[turn] = made
    return made
  }

  clear(): void {
    this.#turns.clear()
  }
}

function pair(): KeyPair {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  })
}
