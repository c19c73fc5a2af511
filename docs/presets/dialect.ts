import type { SnapProfile } from "../../packages/provider-snap/src/index.js"
import { AUTHENTICITY, type Recipe } from "../../packages/provider-snap/src/recipe.js"
import { capitalized, code, list, section, table } from "./markdown.ts"

/** What a callback of each recipe signs, for people. */
export const RECIPE: Readonly<Record<Recipe, string>> = {
  asymmetric: "RSA with their key, over method, path, body and time",
  "asymmetric-url": "RSA with their key, over method, the whole registered address, body and time",
  "client-timestamp": "RSA with their key, over client id and time alone",
  "issued-token": "HMAC with the client secret, over method, path, a token that you issued, body and time",
  symmetric: "HMAC with the client secret, over method, path, body and time",
  "url-version": "HMAC with the client secret, over the whole registered address, X-VERSION, body and time",
  form: "form fields with a checksum whose formula is not known",
}

const PROVES: Readonly<Record<(typeof AUTHENTICITY)[Recipe], string>> = {
  signed: "ids, status and amount",
  identity: "whom it is about",
  none: "nothing",
}

const minutes = (seconds: number): string =>
  seconds % 60 === 0 && seconds >= 60 ? `${seconds / 60} minutes` : `${seconds} seconds`

const expiryOf = ({ limits, verbs }: SnapProfile): string => {
  if (!JSON.stringify(verbs.create.body).includes("{expires")) return "theirs to say"
  const { minimum, maximum } = limits.expirySeconds ?? {}
  const said = [
    ...(minimum === undefined ? [] : [`at least ${minutes(minimum)} ahead`]),
    ...(maximum === undefined ? [] : [`at most ${minutes(maximum)}`]),
  ]
  return said.length === 0
    ? "yours to choose; no limits are documented"
    : `yours to choose: ${said.join(", ")}`
}

const externalIdOf = ({ limits: { externalId } }: SnapProfile): string => {
  const { minimum = 1, maximum, alphabet } = externalId
  const length = maximum === undefined ? "of any length" : `${minimum} to ${maximum} characters`
  return alphabet === undefined ? length : `${length} of ${code(alphabet)}`
}

const signatureOf = ({ signing, token }: SnapProfile): string => {
  const algorithm =
    signing.algorithm === "hmac-sha512"
      ? "HMAC-SHA512 with the client secret"
      : "RSA-SHA256 with your private key"
  const over = token === undefined ? "method, path, body and time" : "method, path, token, body and time"
  return `${algorithm}, over ${signing.over === "client" ? "client id and time" : over}, in ${signing.encoding}`
}

const externalIdHeaderOf = ({ headers }: SnapProfile): string => {
  const { externalId, externalIdDigits, retryExternalId } = headers
  const digits = `${externalIdDigits} digits, new with each call`
  const made =
    externalId === "reference" ? `your external id, of a create and a refund; else ${digits}` : digits
  return retryExternalId === "same" ? `${made}; what is sent again has that of the first time` : made
}

/** How calls are made, as a table. */
const callsTable = (profile: SnapProfile): string => {
  const { hosts, token, signing, headers, milliseconds } = profile
  return table(
    ["", ""],
    [
      ...Object.entries(hosts).map(([environment, host]) => [code(environment), host]),
      ["token", token === undefined ? "none" : `${code(`POST ${token.path}`)}, signed with your RSA key`],
      ["signature", signatureOf(profile)],
      ...(signing.stripPrefix === undefined
        ? []
        : [["not signed", `${code(signing.stripPrefix)} at the beginning of the path`]]),
      ["X-TIMESTAMP", milliseconds ? "Jakarta time, with milliseconds" : "Jakarta time"],
      ["CHANNEL-ID", headers.channelId === undefined ? "not sent" : code(headers.channelId)],
      ["X-EXTERNAL-ID", externalIdHeaderOf(profile)],
      ...Object.entries(headers.more).map(([name, value]) => [name, code(value)]),
      ["your external id", externalIdOf(profile)],
      ["a QR's time", expiryOf(profile)],
    ],
  )
}

const verbsTable = ({ verbs }: SnapProfile): string =>
  table(
    ["verb", "call", "service", "its body"],
    Object.entries(verbs).flatMap(([name, verb]) =>
      verb === undefined
        ? []
        : [
            [
              name,
              code(`POST ${verb.path}`),
              verb.service,
              Object.keys(verb.body as object)
                .map(code)
                .join(", "),
            ],
          ],
    ),
  )

const missingOf = ({ verbs, capabilities }: SnapProfile): ReadonlyArray<string> =>
  [
    ...(verbs.cancel === undefined ? [`No cancel: ${capabilities.cancel ?? "not documented"}.`] : []),
    ...(verbs.refund === undefined ? [`No refund: ${capabilities.refund ?? "not documented"}.`] : []),
  ].map(capitalized)

/** What is sent, and where. */
export const callsSection = (profile: SnapProfile): string =>
  section("How calls are made", callsTable(profile), verbsTable(profile), list(missingOf(profile)))

/** The acquirer's words. */
export const statusSection = ({ status, expiredWhenOver, codes }: SnapProfile): string =>
  section(
    "Status words",
    table(
      ["`latestTransactionStatus`", "`payment.status`"],
      [
        ...Object.entries(status).map(([word, means]) => [
          code(word),
          expiredWhenOver.includes(word)
            ? `${code(means)}; ${code("expired")} once the QR's own time is over`
            : code(means),
        ]),
        ["any other", "`pending`, with the word in `providerStatus`"],
      ],
    ),
    Object.keys(codes).length === 0
      ? ""
      : `Response codes that mean something else than in the [national list](/manuals/provider-snap#errors): ${Object.entries(
          codes,
        )
          .map(([key, means]) => `${code(key)} is ${code(means)}`)
          .join(", ")}.`,
  )

/** What callbacks are, and what the acquirer wants to hear. */
export const callbacksSection = (profile: SnapProfile, facts: ReadonlyArray<string>): string => {
  const { notification, inboundToken } = profile
  return section(
    "Callbacks",
    table(
      ["", ""],
      [
        ["signed", RECIPE[notification.recipe]],
        ["prove", PROVES[AUTHENTICITY[notification.recipe]]],
        ...(notification.tails.length === 0
          ? []
          : [["your address ends in", notification.tails.map(code).join(" or ")]]),
        ...(inboundToken === undefined
          ? []
          : [
              [
                "a token of yours",
                `asked for at ${code(inboundToken.path)}, lives ${minutes(inboundToken.lifetimeSeconds)}`,
              ],
            ]),
        ["announce", notification.statuses.join(", ")],
        ...(["accepted", "rejected", "failed"] as const).map((outcome) => [
          code(`reply("${outcome}")`),
          `HTTP ${notification[outcome].status}, ${notification[outcome].code}`,
        ]),
      ],
    ),
    list(facts),
  )
}
