// What this package makes of a vector's callback, with a profile of its recipe: the provider's own
// `notifications.read`, and its `tokenEndpoint` where the acquirer asks for a token first.
import { Transport } from "@qriskit/core"
import { decodeConfig, make, standard } from "@qriskit/provider-snap"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"

/**
 * Refusals name the recipe, by the strings that are signed; one with a token in it is a callback's where we issued it.
 */
const REFUSED = { symmetric: "issued-token" }

/** The recipe of this package by which a vector's callback is signed. */
const recipeOf = ({ recipe, version, method, path, token, alg }) => {
  if (recipe !== undefined) return REFUSED[recipe] ?? recipe
  if (version !== undefined) return "url-version"
  if (method === undefined) return "client-timestamp"
  if (token !== undefined) return "issued-token"
  if (alg === "hmac-sha512") return "symmetric"
  return URL.canParse(path) ? "asymmetric-url" : "asymmetric"
}

const profileOf = (recipe, tails) => ({
  id: "snap-vectors",
  title: "Vectors",
  hosts: { sandbox: "https://acquirer.example" },
  signing: standard.SYMMETRIC,
  headers: {},
  verbs: { create: standard.CREATE, inquire: standard.INQUIRE },
  status: standard.STATUS,
  limits: { externalId: {} },
  notification: {
    ...standard.NOTIFICATION,
    recipe,
    tails,
    // Some vectors of refusals have the body of a create.
    ids: {
      paymentId: "originalReferenceNo",
      externalId: ["originalPartnerReferenceNo", "partnerReferenceNo"],
    },
  },
  inboundToken: {
    path: "/v1.0/access-token/b2b",
    lifetimeSeconds: 900,
    tokenType: "Bearer",
    expiresIn: "number",
  },
  capabilities: {},
})

/**
 * The merchant who gets a vector's callback. `pathCandidates`: its registered path, then ends that may be signed, too.
 */
const configOf = (vector, keys) => {
  const { path = "/", pathCandidates: [registered, ...tails] = [path], clientId = "CLIENT-1" } = vector
  const { secret: clientSecret = "signs-nothing-here", key } = vector
  // Where nothing is signed with RSA any key will do: there is one for requests of tokens.
  const { publicKey: acquirerKeys } = keys[key] ?? Object.values(keys)[0] ?? {}
  return Result.getOrThrow(
    decodeConfig({
      profile: profileOf(recipeOf(vector), tails),
      environment: "sandbox",
      clientId,
      clientSecret,
      acquirerKeys,
      notificationUrl: URL.canParse(registered) ? registered : `https://toko.example${registered}`,
      inbound: { clientId, secret: "a-secret-that-issued-no-vector-a-token" },
    }),
  )
}

const noNetwork = { send: () => Effect.die("a callback is verified without the network") }

const openProvider = (config) => Effect.runSync(Effect.provideService(make(config), Transport, noNetwork))

/**
 * Reads a vector's callback under a signature: its authenticity, or how it is refused.
 *
 * A vector's token was issued by nobody here. `isIssuerChecked: false` leaves that one question out, so that the
 * signature over it is all that counts.
 */
export const readingOf = (vector, keys, signature, { isIssuerChecked = false } = {}) => {
  const { timestamp, token, version, body = "" } = vector
  const { inbound, ...withoutIssuer } = configOf(vector, keys)
  const { notifications } = openProvider(isIssuerChecked ? { ...withoutIssuer, inbound } : withoutIssuer)
  const headers = {
    "x-timestamp": timestamp,
    "x-signature": signature,
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version !== undefined && { "x-version": version }),
  }
  const raw = { headers, body: new TextEncoder().encode(body) }
  return Result.match(Effect.runSync(Effect.result(notifications.read(raw))), {
    onFailure: ({ reason }) => reason.kind ?? reason._tag,
    onSuccess: ({ authenticity }) => authenticity,
  })
}

/** Whether a vector's request for a token of ours gets one. */
export const isGivenToken = (vector, keys, signature) => {
  const { clientId, timestamp, body = "" } = vector
  const { tokenEndpoint } = openProvider(configOf(vector, keys))
  const headers = { "x-client-key": clientId, "x-timestamp": timestamp, "x-signature": signature }
  return Effect.runSync(tokenEndpoint.answer({ headers, body })).status === 200
}
