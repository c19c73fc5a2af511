import type { KeyObject } from "node:crypto"
import type { HeaderRecord } from "@qriskit/core"
import { notificationHeader, type TimeReader, timeReader } from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import { publicKeysOf, type SnapConfig } from "./config.js"
import { isIssued } from "./inbound-token.js"
import { minify } from "./minify.js"
import type { Recipe } from "./recipe.js"
import { hashOf, isSignedBy, type VerifyingKey } from "./signature.js"
import { clientString, hashedTransaction, transactionString, versionString } from "./string-to-sign.js"

/** The recipes in which anything is signed that can be checked. */
type SigningRecipe = Exclude<Recipe, "form">

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
const MOST_PATHS = 4

/** The registered path with its query, which is part of a path [S], and without. */
const pathsIn = (registeredUrl: string): ReadonlyArray<string> => {
  const { pathname, search } = new URL(registeredUrl)
  return [pathname + search, pathname]
}

/** The paths that may be signed: the registered one, and what the profile knows of its end. */
export const signedPaths = (
  registeredUrl: string | undefined,
  tails: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const registered = registeredUrl === undefined ? [] : pathsIn(registeredUrl)
  return [...new Set([...registered, ...tails])].slice(0, MOST_PATHS)
}

/**
 * What verifies the callbacks of a merchant; `undefined` where they are forms, whose checksum's formula is not known.
 */
export const verifierOf = (config: SnapConfig, account: string | undefined): Verifier | undefined => {
  const { profile, notificationUrl } = config
  const { recipe, tails } = profile.notification
  if (recipe === "form") return undefined
  const inbound = profile.inboundToken && config.inbound
  return {
    profile: profile.id,
    account,
    recipe,
    clientId: inbound?.clientId ?? config.clientId,
    registeredUrl: notificationUrl,
    paths: signedPaths(notificationUrl, tails),
    publicKeys: publicKeysOf(config),
    clientSecret: config.clientSecret && Redacted.value(config.clientSecret),
    tokenSecret: inbound && Redacted.value(inbound.secret),
    maximumAge: config.maximumAge,
    timeIn: timeReader(config.timeZone),
  }
}

/**
 * Whether something fits the body as received, else without white space: acquirers hash either. Never
 * parsed and written anew.
 */
const inEitherForm = (body: Uint8Array, fits: (form: Uint8Array) => boolean): boolean => {
  if (fits(body)) return true
  const minified = minify(body)
  return minified !== body && fits(minified)
}

const bearerIn = (headers: HeaderRecord): string | undefined =>
  /^Bearer ([!-~]+)$/i.exec(notificationHeader(headers, "authorization") ?? "")?.[1]

/**
 * Whether one of the texts fits that may have been signed, by recipe: the likeliest first, and no other
 * is made before it.
 */
const isSigned = (
  { recipe, clientId, registeredUrl = "", paths }: Verifier,
  { headers, body }: Unverified,
  timestamp: string,
  token: string | undefined,
  fits: (text: string) => boolean,
): boolean => {
  switch (recipe) {
    case "asymmetric":
    case "symmetric":
    case "issued-token": {
      const signedToken = recipe === "issued-token" ? token : undefined
      return inEitherForm(body, (form) => {
        const hash = hashOf(form)
        return paths.some((path) =>
          fits(hashedTransaction({ method: "POST", path, token: signedToken, timestamp }, hash)),
        )
      })
    }
    case "asymmetric-url":
      return fits(transactionString({ method: "POST", path: registeredUrl, body, timestamp }))
    case "url-version": {
      const version = notificationHeader(headers, "x-version") ?? ""
      return inEitherForm(body, (form) =>
        fits(versionString({ method: "POST", path: registeredUrl, body: form, timestamp }, version)),
      )
    }
    case "client-timestamp":
      return fits(clientString(clientId, timestamp))
  }
}

const keyOf = ({ recipe, clientSecret = "", publicKeys }: Verifier): VerifyingKey =>
  recipe === "symmetric" || recipe === "issued-token" || recipe === "url-version"
    ? { algorithm: "hmac-sha512", secret: clientSecret }
    : { algorithm: "rsa-sha256", publicKeys }

/** Why a callback's sender is not proven by the profile's recipe; `undefined` where it is. */
export const objectionTo = (verifier: Verifier, callback: Unverified): string | undefined => {
  const { recipe, tokenSecret, maximumAge, profile, account, clientId, timeIn } = verifier
  const { headers, now } = callback
  const timestamp = notificationHeader(headers, "x-timestamp")
  const at = timeIn(timestamp)
  if (timestamp === undefined || at === undefined) return "X-TIMESTAMP is missing or no time"
  if (maximumAge !== undefined && Math.abs(now - at.getTime()) > maximumAge) {
    return "X-TIMESTAMP is further away than maximumAge allows"
  }
  const token = tokenSecret === undefined && recipe !== "issued-token" ? undefined : bearerIn(headers)
  if (tokenSecret !== undefined) {
    if (token === undefined || !isIssued(tokenSecret, token, { clientId, profile, account, now })) {
      return "its bearer token is none that we issued, or has ended"
    }
  }
  const signature = notificationHeader(headers, "x-signature")?.trim() ?? ""
  if (signature === "") return "X-SIGNATURE is missing"
  const key = keyOf(verifier)
  return isSigned(verifier, callback, timestamp, token, (text) => isSignedBy(key, text, signature))
    ? undefined
    : "X-SIGNATURE is not the acquirer's over this callback; if genuine ones are refused, compare notificationUrl with the address that was registered, and acquirerKeys with the acquirer's"
}
