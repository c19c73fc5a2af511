import { createHash, createHmac, sign, verify } from "node:crypto"
import type { Sandbox, SnapAcquirer, SnapMerchantCredentials } from "../src/index.js"
import { type Fields, MANNERS, type Made } from "./snap-manners.js"

// A merchant of SNAP acquirers, written for these tests from the documents: it shares no code with the
// sandbox's dialect.

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")
export const rsa = (key: string, text: string): string =>
  sign("sha256", Buffer.from(text), key).toString("base64")
export const hmac = (secret: string, text: string, encoding: "base64" | "hex" = "base64"): string =>
  createHmac("sha512", secret).update(text).digest(encoding)
export const isSigned = (key: string, text: string, signature = ""): boolean =>
  verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64"))

/** As much of an answer as the tests look into; whether it is there is what they assert. */
interface Body {
  readonly responseCode: string
  readonly responseMessage: string
  readonly accessToken: string
  readonly referenceNo: string
  readonly qrContent: string
  readonly latestTransactionStatus: string
  readonly paidTime: string
  readonly additionalInfo: {
    readonly contractId: string
    readonly refundHistory: ReadonlyArray<Record<string, unknown>>
  }
}

export interface SnapAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

/** What a call does otherwise than it should. */
export interface Change {
  readonly headers?: Readonly<Record<string, string>>
  /** Headers that are left out. */
  readonly without?: ReadonlyArray<string>
  readonly signedPath?: string
  readonly encoding?: "base64" | "hex"
  readonly text?: string
  /** Signed in place of `text`. */
  readonly signedText?: string
}

const answerOf = async (response: Response): Promise<SnapAnswer> => {
  const text = await response.text()
  const isJson = response.headers.get("content-type") === "application/json"
  // What it is, the tests assert.
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : {}) as Body,
  }
}

const TIMESTAMP = "2026-11-28T10:00:00+07:00"
let calls = 0

/** A merchant of one acquirer: the sandbox's own, or an account. */
export function snapMerchant(
  { snap }: Pick<Sandbox, "snap">,
  acquirer: SnapAcquirer,
  merchant: SnapMerchantCredentials = snap[acquirer],
) {
  const { baseUrl } = snap[acquirer]
  const manner = MANNERS[acquirer]

  const post = async (
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    without: ReadonlyArray<string> = [],
  ): Promise<SnapAnswer> => {
    const kept = Object.entries(headers).filter(([name]) => !without.includes(name.toUpperCase()))
    return answerOf(await fetch(baseUrl + path, { method: "POST", headers: Object.fromEntries(kept), body }))
  }

  /** A token call; `signs` is what is signed in place of client id and time. */
  const askToken = ({ headers = {}, without, text, signedText }: Change = {}): Promise<SnapAnswer> => {
    const all = {
      "content-type": "application/json",
      "x-client-key": merchant.clientId,
      "x-timestamp": TIMESTAMP,
      ...headers,
    }
    const signed = signedText ?? `${all["x-client-key"]}|${all["x-timestamp"]}`
    return post(
      manner.tokenPath ?? "",
      { "x-signature": rsa(merchant.privateKey, signed), ...all },
      text ?? JSON.stringify({ grantType: "client_credentials" }),
      without,
    )
  }

  const call = async (
    path: string,
    content: Fields,
    change: Change = {},
    token?: string,
  ): Promise<SnapAnswer> => {
    const text = change.text ?? JSON.stringify(content)
    const hash = sha256(change.signedText ?? text)
    const time = change.headers?.["x-timestamp"] ?? TIMESTAMP
    const signedPath =
      change.signedPath ?? path.slice(path.startsWith(manner.mount ?? "-") ? manner.mount?.length : 0)
    calls += 1
    const common = {
      "content-type": "application/json",
      "x-timestamp": time,
      "x-partner-id": merchant.partnerId,
      "x-external-id": String(100_000_000 + calls),
      "channel-id": "12345",
    }
    if (manner.tokenPath === undefined) {
      const signed = `POST:${signedPath}:${hash}:${time}`
      const signature = Buffer.from(rsa(merchant.privateKey, signed), "base64")
      const headers = {
        ...common,
        "x-signature": signature.toString(change.encoding ?? "base64"),
        ...change.headers,
      }
      return post(path, headers, text, change.without)
    }
    const bearer = token ?? (await askToken()).body.accessToken
    const signed = `POST:${signedPath}:${bearer}:${hash}:${time}`
    const headers = {
      ...common,
      authorization: `Bearer ${bearer}`,
      "x-signature": hmac(merchant.clientSecret, signed, change.encoding ?? manner.encoding ?? "base64"),
      ...change.headers,
    }
    return post(path, headers, text, change.without)
  }

  /** The body of a create, changed. */
  const order = (reference: string, change: Fields = {}): Fields => ({
    ...manner.create[1](merchant, reference),
    ...change,
  })

  return {
    askToken,
    call,
    order,
    create: (reference: string, change: Fields = {}, how: Change = {}) =>
      call(manner.create[0], order(reference, change), how),
    /** Creates, and keeps what a merchant keeps. */
    make: async (reference: string, change: Fields = {}): Promise<Made> => {
      const { body } = await call(manner.create[0], order(reference, change))
      const contractId = body.additionalInfo?.contractId
      return {
        reference,
        ...(body.referenceNo !== undefined && { referenceNo: body.referenceNo }),
        ...(contractId !== undefined && { contractId }),
      }
    },
    inquire: (made: Made, how: Change = {}) =>
      call(manner.inquire[0], manner.inquire[1](merchant, made), how),
    cancel: (made: Made, how: Change = {}) =>
      call(manner.cancel?.[0] ?? "", manner.cancel?.[1](merchant, made) ?? {}, how),
  }
}
