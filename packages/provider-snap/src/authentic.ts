import type { KeyObject } from "node:crypto"
import type { HeaderRecord } from "@qriskit/core"
import { notificationHeader, type TimeReader } from "@qriskit/core/provider-kit"
import { isIssued } from "./inbound-token.js"
import { minify } from "./minify.js"
import type { Recipe } from "./recipe.js"
import { hashOf, isSignedBy, type VerifyingKey } from "./signature.js"
import { clientString, hashedTransaction, transactionString, versionString } from "./string-to-sign.js"

/** The recipes in which anything is signed that can be checked. */
export type SigningRecipe = Exclude<Recipe, "form">

/** What verifying a callback needs to know of the merchant and the profile. */
export interface Verifier {
  readonly profile: string
  /** Whose credentials, where the client is one of many accounts. */
  readonly account?: string | undefined
  readonly recipe: SigningRecipe
  /** The client id that the acquirer signs. */
  readonly clientId: string
  /** The registered address, as configured. Never what a header says. */
  readonly registeredUrl?: string | undefined
  /** See `signedPaths`. */
  readonly paths: ReadonlyArray<string>
  readonly publicKeys: ReadonlyArray<KeyObject>
  readonly clientSecret?: string | undefined
  /** The secret of tokens that we issued, where the acquirer brings one. */
  readonly tokenSecret?: string | undefined
  readonly maximumAge?: number | undefined
  readonly timeIn: TimeReader
}

/** A callback to verify. */
export interface Unverified {
  readonly headers: HeaderRecord
  readonly body: Uint8Array
  /** Milliseconds since 1970. */
  readonly now: number
}

/** More would only invite to search for one that fits. */
const MOST_PATHS = 3

/** The paths that may be signed: the registered one, and what the profile knows of its end. */
export const signedPaths = (
  registeredUrl: string | undefined,
  tails: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const registered = registeredUrl === undefined ? [] : [new URL(registeredUrl).pathname]
  return [...new Set([...registered, ...tails])].slice(0, MOST_PATHS)
}

/** The body as received, then without white space: acquirers hash either. Never parsed and written anew. */
function* formsOf(body: Uint8Array): Generator<Uint8Array> {
  yield body
  const minified = minify(body)
  if (minified !== body) yield minified
}

const bearerIn = (headers: HeaderRecord): string | undefined =>
  /^Bearer ([!-~]+)$/i.exec(notificationHeader(headers, "authorization") ?? "")?.[1]

/** The texts that may have been signed, by recipe: the likeliest first, and no other is made until that one does not fit. */
function* candidatesOf(
  { recipe, clientId, registeredUrl = "", paths }: Verifier,
  { headers, body }: Unverified,
  timestamp: string,
  token: string | undefined,
): Generator<string> {
  const signedToken = recipe === "issued-token" ? token : undefined
  switch (recipe) {
    case "asymmetric":
    case "symmetric":
    case "issued-token":
      for (const form of formsOf(body)) {
        const hash = hashOf(form)
        for (const path of paths) {
          yield hashedTransaction({ method: "POST", path, token: signedToken, timestamp }, hash)
        }
      }
      return
    case "asymmetric-url":
      yield transactionString({ method: "POST", path: registeredUrl, body, timestamp })
      return
    case "url-version": {
      const version = notificationHeader(headers, "x-version") ?? ""
      for (const form of formsOf(body))
        yield versionString({ method: "POST", path: registeredUrl, body: form, timestamp }, version)
      return
    }
    case "client-timestamp":
      yield clientString(clientId, timestamp)
  }
}

/** Whether one of the texts is what was signed. */
const isAmong = (candidates: Iterable<string>, key: VerifyingKey, signature: string): boolean => {
  for (const text of candidates) if (isSignedBy(key, text, signature)) return true
  return false
}

const keyOf = ({ recipe, clientSecret = "", publicKeys }: Verifier): VerifyingKey =>
  recipe === "symmetric" || recipe === "issued-token" || recipe === "url-version"
    ? { algorithm: "hmac-sha512", secret: clientSecret }
    : { algorithm: "rsa-sha256", publicKeys }

/** Why a callback's sender is not proven by the profile's recipe; `undefined` where it is. */
export const objectionTo = (verifier: Verifier, callback: Unverified): string | undefined => {
  const { tokenSecret, maximumAge, profile, account, clientId, timeIn } = verifier
  const { headers, now } = callback
  const timestamp = notificationHeader(headers, "x-timestamp")
  const at = timeIn(timestamp)
  if (timestamp === undefined || at === undefined) return "X-TIMESTAMP is missing or no time"
  if (maximumAge !== undefined && Math.abs(now - at.getTime()) > maximumAge) {
    return "X-TIMESTAMP is further away than maximumAge allows"
  }
  const token = bearerIn(headers)
  if (tokenSecret !== undefined) {
    if (token === undefined || !isIssued(tokenSecret, token, { clientId, profile, account, now })) {
      return "its bearer token is none that we issued, or has ended"
    }
  }
  const signature = notificationHeader(headers, "x-signature")?.trim() ?? ""
  if (signature === "") return "X-SIGNATURE is missing"
  return isAmong(candidatesOf(verifier, callback, timestamp, token), keyOf(verifier), signature)
    ? undefined
    : "X-SIGNATURE is not the acquirer's over this callback; if genuine ones are refused, compare notificationUrl with the address that was registered, and acquirerKeys with the acquirer's"
}
