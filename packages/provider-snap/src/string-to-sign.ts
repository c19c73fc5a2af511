import { hashOf } from "./signature.js"

/** What of an HTTP request is signed. */
export interface Signed {
  /** Upper case. */
  readonly method: string
  /** The path with its query, as the profile signs it; the whole URL in the recipes that sign it. */
  readonly path: string
  /** The bearer token without the word, where it is part of the text. */
  readonly token?: string | undefined
  /** The body's bytes in the form that is hashed; empty where there is none. */
  readonly body: Uint8Array | string
  /** The header's text as it stands. */
  readonly timestamp: string
}

/** `METHOD:path:token:hash:timestamp`, or without the token: calls and most callbacks (SNAP BI, signature [S]). */
export const transactionString = (signed: Signed): string => hashedTransaction(signed, hashOf(signed.body))

/** The same where the body's hash is known already: several paths may be tried over one. */
export const hashedTransaction = (
  { method, path, token, timestamp }: Omit<Signed, "body">,
  hash: string,
): string =>
  token === undefined
    ? `${method}:${path}:${hash}:${timestamp}`
    : `${method}:${path}:${token}:${hash}:${timestamp}`

/** `clientId|timestamp`: token calls, and callbacks that sign nothing else. One acquirer's page prints a colon. */
export const clientString = (clientId: string, timestamp: string, separator: "|" | ":" = "|"): string =>
  `${clientId}${separator}${timestamp}`

/** `URL:version:hash:timestamp`: iFortepay's callbacks [A]. */
export const versionString = ({ path, body, timestamp }: Signed, version: string): string =>
  [path, version, hashOf(body), timestamp].join(":")
