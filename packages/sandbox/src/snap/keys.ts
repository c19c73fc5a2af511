import { Identity } from "../identity.js"
import { type KeyPair, rsaKeys } from "./rsa-keys.js"

/**
 * As many pairs are made for the accounts of one sandbox: making one takes a twentieth of a second, and thousands of
 * accounts share these in turn.
 */
const ACCOUNT_PAIRS = 8

/** Pairs that were made in this process, by seed and name. The oldest is forgotten first. */
const made = new Map<string, KeyPair>()
const MOST_REMEMBERED = 64

/**
 * The keys of one sandbox, which follow from the seed that it started with: the acquirers' own, and its merchants', of
 * whom each has others than the one before, and new ones with each new secret. Made when they are first asked for.
 */
export class SnapKeys {
  readonly #identity: Identity
  readonly #seed: number
  readonly #own: string
  /** Under which name each secret's pair is made. */
  readonly #names = new Map<string, string>()
  #accounts = 0

  /** @param ownSecret of the merchant whom the settings describe: its keys stay, whoever else is asked for first */
  constructor(seed: number, ownSecret: string) {
    this.#identity = new Identity(seed)
    this.#seed = seed
    this.#own = ownSecret
    this.clear()
  }

  /** The acquirers' pair: one for all. */
  get acquirer(): KeyPair {
    return this.#pair("acquirer")
  }

  /** Of the merchant who has this secret now. */
  of(clientSecret: string): KeyPair {
    let name = this.#names.get(clientSecret)
    if (name === undefined) {
      name = `account ${this.#accounts % ACCOUNT_PAIRS}`
      this.#accounts += 1
      this.#names.set(clientSecret, name)
    }
    return this.#pair(name)
  }

  /** A secret that was renewed comes with a pair that nobody had before. */
  renew(clientSecret: string): void {
    this.#names.set(clientSecret, `renewed ${clientSecret}`)
  }

  clear(): void {
    this.#names.clear()
    this.#names.set(this.#own, "own")
    this.#accounts = 0
  }

  #pair(name: string): KeyPair {
    const key = `${this.#seed} ${name}`
    const known = made.get(key)
    if (known !== undefined) return known
    const pair = rsaKeys(this.#identity, "rsa", name)
    const [oldest] = made.keys()
    if (made.size >= MOST_REMEMBERED && oldest !== undefined) made.delete(oldest)
    made.set(key, pair)
    return pair
  }
}
