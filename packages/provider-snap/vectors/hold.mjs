// Whether a vector holds: signed with this package and compared, verified, and refused where it must be.
// Written against the package's public functions alone; callbacks are read by the provider's own reader.
import { createHash } from "node:crypto"
import {
  clientString,
  hashOf,
  isSignedBy,
  minify,
  readPrivateKey,
  readPublicKey,
  sign,
  transactionString,
  versionString,
} from "@qriskit/provider-snap"
import { isGivenToken, readingOf } from "./callbacks.mjs"

const bytesOf = (text) => new TextEncoder().encode(text)

const bodyOf = ({ body = "", bodyForm = "raw" }) =>
  bodyForm === "minified" ? minify(bytesOf(body)) : bytesOf(body)

/** The text that a vector signs, from its parts. */
const textOf = (vector, body = bodyOf(vector)) => {
  const { kind, recipe, clientId, timestamp, method, path, token, version } = vector
  if (
    recipe === "client-timestamp" ||
    (clientId !== undefined && method === undefined && version === undefined)
  ) {
    return clientString(clientId, timestamp, vector.stringToSign?.includes(`${clientId}:`) ? ":" : "|")
  }
  if (version !== undefined) return versionString({ method: "POST", path, body, timestamp }, version)
  if (method !== undefined) return transactionString({ method, path, token, body, timestamp })
  if (kind === "string-to-sign") return vector.stringToSign
  throw new Error(`nothing here says what ${vector.id} signs`)
}

const found = (read, what) => {
  if (read._tag === "Failure") throw new Error(`${what} ${read.failure}`)
  return read.success
}

const keysOf = ({ alg, secret, key }, keys) => {
  if (alg === "hmac-sha512") {
    const hmac = { algorithm: "hmac-sha512", secret }
    return { signing: hmac, verifying: hmac }
  }
  const { privateKey, publicKey } = keys[key] ?? {}
  return {
    signing: privateKey && {
      algorithm: "rsa-sha256",
      privateKey: found(readPrivateKey(privateKey), "the private key"),
    },
    verifying: {
      algorithm: "rsa-sha256",
      publicKeys: [found(readPublicKey(publicKey), "the public key")],
    },
  }
}

const complaintsOfHash = ({ input, minified, sha256 }) => {
  const body = minify(bytesOf(input))
  return [
    new TextDecoder().decode(body) === minified ? undefined : "it is minified otherwise",
    hashOf(body) === sha256 ? undefined : "its hash is another",
    hashOf(body) === createHash("sha256").update(minified).digest("hex")
      ? undefined
      : "the hash is not of its bytes",
  ]
}

/** Whether a refusal is one of a request for a token. Others with a body are read as callbacks are. */
const asksForToken = ({ recipe, body }) => recipe === "client-timestamp" && body === undefined

const complaintsOfReject = (vector, keys) => {
  const { signature, body = "" } = vector
  if (asksForToken(vector))
    return [isGivenToken(vector, keys, signature) ? "it is given a token, and must be refused" : undefined]
  if (body !== "") {
    const reading = readingOf(vector, keys, signature)
    return [reading === "unauthentic" ? undefined : `it is read as ${reading}, and must be refused`]
  }
  // A callback has a body: this is a call's.
  const isTaken = isSignedBy(keysOf(vector, keys).verifying, textOf(vector), signature)
  return [isTaken ? "it is taken, and must be refused" : undefined]
}

const complaintsOfSignature = (vector, keys) => {
  const { signing, verifying } = keysOf(vector, keys)
  const text = textOf(vector)
  const { verifyOnly = false, bodySha256 } = vector
  const encodings = Object.entries(vector.expect ?? {}).filter(
    ([name]) => name === "base64" || name === "hex",
  )
  return [
    vector.stringToSign === undefined || text === vector.stringToSign ? undefined : `it signs ${text}`,
    bodySha256 === undefined || vector.bodyForm === "none" || hashOf(bodyOf(vector)) === bodySha256
      ? undefined
      : "the hash of its body is another",
    encodings.length === 0 ? "it names no signature" : undefined,
    ...encodings.flatMap(([encoding, expected]) => [
      verifyOnly || signing === undefined || sign(signing, text, encoding) === expected
        ? undefined
        : `its ${encoding} signature is another`,
      isSignedBy(verifying, text, expected) ? undefined : `its ${encoding} signature does not verify`,
    ]),
  ]
}

/** The names of a body's own fields, each as often as it stands there. */
const namesIn = (body) => {
  const names = []
  let depth = 0
  for (const [token, text] of body.matchAll(/("(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (text !== undefined && depth === 1) names.push(JSON.parse(text))
    if (token === "{" || token === "[") depth += 1
    if (token === "}" || token === "]") depth -= 1
  }
  return names
}

/** Whether a body says one field twice: it must be refused although it is signed. */
const isAmbiguous = ({ body = "" }) => new Set(namesIn(body)).size < namesIn(body).length

const authenticityOf = ({ bodyCovered = true }) => (bodyCovered ? "signed" : "none")

const complaintsOfNotification = (vector, keys) => {
  const expected = isAmbiguous(vector) ? "malformed" : authenticityOf(vector)
  const signatures = Object.values(vector.expect ?? {})
  return [
    ...complaintsOfSignature(vector, keys),
    ...signatures.map((signature) => {
      const reading = readingOf(vector, keys, signature)
      return reading === expected ? undefined : `it is read as ${reading}, and must be ${expected}`
    }),
    ...signatures.map((signature) => {
      const reading = vector.token && readingOf(vector, keys, signature, { isIssuerChecked: true })
      return reading === undefined || reading === "unauthentic"
        ? undefined
        : `a token that we did not issue is read as ${reading}`
    }),
  ]
}

const complaintsOfInboundToken = (vector, keys) => [
  ...complaintsOfSignature(vector, keys),
  ...Object.values(vector.expect ?? {}).map((signature) =>
    isGivenToken(vector, keys, signature) ? undefined : "it is given no token",
  ),
]

const complaintsOfUncovered = (vector, keys) => [
  vector.bodies?.length > 1 ? undefined : "it names no bodies",
  ...(vector.bodies ?? []).map((body) => {
    const reading = readingOf({ ...vector, body }, keys, vector.signature)
    return reading === "none" ? undefined : `it is read as ${reading}, and must be none`
  }),
]

const COMPLAINTS = {
  "body-hash": complaintsOfHash,
  "body-not-covered": complaintsOfUncovered,
  "inbound-token": complaintsOfInboundToken,
  notification: complaintsOfNotification,
  reject: complaintsOfReject,
}

/** What is wrong with a vector; empty where it holds. */
export const complaintsOf = (vector, keys) => {
  try {
    return (COMPLAINTS[vector.kind] ?? complaintsOfSignature)(vector, keys).filter(
      (complaint) => complaint !== undefined,
    )
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
