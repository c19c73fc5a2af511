import { generateKeyPairSync } from "node:crypto"

/** A pair of RSA keys, as PEM. */
export interface KeyPair {
  readonly publicKey: string
  readonly privateKey: string
}

/** What signs on each side of SNAP. */
export interface SnapKeys {
  readonly merchant: KeyPair
  readonly acquirer: KeyPair
}

let keys: SnapKeys | undefined

/**
 * The keys of the sandbox's merchant and of its acquirers. Made when they are first asked for, once in a process: Node
 * makes no keys from a seed, and making them takes a tenth of a second.
 */
export function snapKeys(): SnapKeys {
  keys ??= { merchant: pair(), acquirer: pair() }
  return keys
}

function pair(): KeyPair {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  })
}
