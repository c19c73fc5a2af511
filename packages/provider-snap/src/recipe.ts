import type { Authenticity } from "@qriskit/core"

/**
 * How a callback is signed (snap-bi, section 6):
 *
 * - `asymmetric`: RSA over method, path, body and time.
 * - `asymmetric-url`: the same over the whole registered URL and the raw body.
 * - `client-timestamp`: RSA over client id and time. Status, amount and ids are free: it proves nothing.
 * - `issued-token`: HMAC over method, path, a token that we issued, body and time.
 * - `symmetric`: HMAC over method, path, body and time.
 * - `url-version`: HMAC over the whole registered URL, X-VERSION, body and time.
 * - `form`: form fields with a checksum whose formula is not known.
 */
export const RECIPES = [
  "asymmetric",
  "asymmetric-url",
  "client-timestamp",
  "issued-token",
  "symmetric",
  "url-version",
  "form",
] as const
/** One of `RECIPES`. */
export type Recipe = (typeof RECIPES)[number]

/** What a signature of each recipe proves. */
export const AUTHENTICITY: Readonly<Record<Recipe, Authenticity>> = {
  asymmetric: "signed",
  "asymmetric-url": "signed",
  "client-timestamp": "none",
  "issued-token": "signed",
  symmetric: "signed",
  "url-version": "signed",
  form: "none",
}

/** With what each recipe is verified: the acquirer's public keys, or the secret that both sides have. */
export const VERIFIED_WITH: Readonly<Record<Recipe, "publicKeys" | "clientSecret" | "nothing">> = {
  asymmetric: "publicKeys",
  "asymmetric-url": "publicKeys",
  "client-timestamp": "publicKeys",
  "issued-token": "clientSecret",
  symmetric: "clientSecret",
  "url-version": "clientSecret",
  form: "nothing",
}

/**
 * What of the callback's address each recipe signs: all of it as it is registered, its path or the end
 * of it, or nothing.
 */
export const SIGNED_ADDRESS: Readonly<Record<Recipe, "whole" | "path" | "nothing">> = {
  asymmetric: "path",
  "asymmetric-url": "whole",
  "client-timestamp": "nothing",
  "issued-token": "path",
  symmetric: "path",
  "url-version": "whole",
  form: "nothing",
}
