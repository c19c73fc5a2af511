import { BoundedLog } from "../bounded-log.js"
import type { Clock } from "../clock.js"
import type { Identity } from "../identity.js"

/** Enough for any client that logs in by mistake on every request; older tokens are then refused. */
const REMEMBERED = 1_000

interface Token {
  readonly text: string
  readonly expiresAt: Date
}

/** The bearer tokens that have been handed out. A new login leaves earlier tokens valid [NOT FOUND]. */
export class Tokens {
  readonly #clock: Clock
  readonly #identity: () => Identity
  readonly #lifetimeMs: number
  readonly #issued = new BoundedLog<Token>(REMEMBERED)
  #count = 0

  constructor(clock: Clock, identity: () => Identity, lifetimeMs: number) {
    this.#clock = clock
    this.#identity = identity
    this.#lifetimeMs = lifetimeMs
  }

  issue(userId: string): Token {
    this.#count += 1
    const issuedAt = this.#clock.now()
    // Whole seconds, as `expired_token` can say no more.
    const expiresAt = new Date(Math.floor((issuedAt.getTime() + this.#lifetimeMs) / 1000) * 1000)
    const token = { text: this.#write(userId, issuedAt, expiresAt), expiresAt }
    this.#issued.append(token)
    return token
  }

  accepts(text: string): boolean {
    const token = this.#issued.entries().find((issued) => issued.text === text)
    return token !== undefined && token.expiresAt > this.#clock.now()
  }

  /** From now on every token that was handed out is refused. */
  revoke(): void {
    this.#issued.clear()
  }

  reset(): void {
    this.#issued.clear()
    this.#count = 0
  }

  /**
   * Three parts like the documented example, with its claims; the signature is noise, a client must not look inside.
   */
  #write(userId: string, issuedAt: Date, expiresAt: Date): string {
    const name = ["zipay", "token", String(this.#count)]
    const identity = this.#identity()
    const claims = {
      aud: identity.uuidV4(...name, "aud"),
      jti: identity.bytes(40, ...name, "jti").toString("hex"),
      iat: issuedAt.getTime() / 1000,
      nbf: issuedAt.getTime() / 1000,
      exp: expiresAt.getTime() / 1000,
      sub: userId,
      scopes: [],
    }
    return [
      base64url(JSON.stringify({ typ: "JWT", alg: "RS256" })),
      base64url(JSON.stringify(claims)),
      identity.bytes(256, ...name, "signature").toString("base64url"),
    ].join(".")
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url")
}
