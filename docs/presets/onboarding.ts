import { layerConfigVariables, type SnapProfile } from "../../packages/provider-snap/src/index.js"
import { SIGNED_ADDRESS, VERIFIED_WITH } from "../../packages/provider-snap/src/recipe.js"
import { code, table } from "./markdown.ts"
import type { PresetFacts } from "./preset-facts.ts"

/** What a merchant of this acquirer sets, in the order in which it is asked for. */
export interface Need {
  readonly field: string
  readonly isRequired: boolean
  readonly what: string
}

const settingsOf = (profile: SnapProfile): ReadonlyArray<string> =>
  Object.keys(layerConfigVariables(profile))
    .filter((field) => field.startsWith("settings."))
    .map((field) => field.slice("settings.".length))

/** What depends on the address of callbacks where it is registered, and not sent along. */
const addressOf = ({ notification: { recipe, tails } }: SnapProfile): string | undefined => {
  switch (SIGNED_ADDRESS[recipe]) {
    case "whole":
      return "the address of callbacks, exactly as they have it on record: all of it is signed"
    case "path":
      return `the address of callbacks, as they have it on record: its path is what is signed, or an end of it (${tails.map(code).join(", ")})`
    case "nothing":
      return undefined
  }
}

const textOf = (profile: SnapProfile): string => JSON.stringify(profile.verbs)

/** What a profile asks of a merchant, read off it. */
export const needsOf = (profile: SnapProfile, facts: PresetFacts): ReadonlyArray<Need> => {
  const { signing, token, notification, inboundToken, required } = profile
  const verifiedWith = VERIFIED_WITH[notification.recipe]
  const verbs = textOf(profile)
  const needs: Array<Need> = [
    { field: "clientId", isRequired: true, what: "your client id: X-CLIENT-KEY" },
    { field: "partnerId", isRequired: false, what: "your partner id, where it is another: X-PARTNER-ID" },
  ]
  if (verbs.includes("{merchantId")) {
    needs.push({ field: "merchantId", isRequired: required.includes("merchantId"), what: "your merchant id" })
  }
  if (signing.algorithm === "hmac-sha512") {
    needs.push({ field: "clientSecret", isRequired: true, what: "the client secret: signs every call" })
  } else if (verifiedWith === "clientSecret") {
    needs.push({ field: "clientSecret", isRequired: true, what: "the client secret: signs callbacks" })
  }
  if (signing.algorithm === "rsa-sha256" || token !== undefined) {
    const what = token === undefined ? "every call" : "the request for a token"
    needs.push({
      field: "privateKey",
      isRequired: true,
      what: `your own RSA key, of 2048 bits: signs ${what}. They get the public half, you never send this one`,
    })
  }
  if (verifiedWith === "publicKeys") {
    needs.push({
      field: "acquirerKeys",
      isRequired: true,
      what: "their public key: verifies callbacks. Several while they change it",
    })
  }
  for (const name of settingsOf(profile)) {
    needs.push({
      field: `settings.${name}`,
      isRequired: required.includes(`settings.${name}`),
      what: facts.settings[name] ?? "",
    })
  }
  const isSent = verbs.includes("{notificationUrl")
  const address = isSent ? "the address of callbacks; a payment may name its own" : addressOf(profile)
  if (address !== undefined) {
    needs.push({
      field: "notificationUrl",
      isRequired: required.includes("notificationUrl"),
      what: address,
    })
  }
  if (inboundToken !== undefined) {
    needs.push({ field: "inbound", isRequired: true, what: "what they show when they ask you for a token" })
  }
  return needs
}

/** The variables of a need: one, or those of its fields. */
const variablesOf = (variables: Readonly<Record<string, string>>, field: string): ReadonlyArray<string> =>
  Object.entries(variables).flatMap(([name, variable]) =>
    name === field || name.startsWith(`${field}.`) ? [code(variable)] : [],
  )

/** What to ask for, as a table. */
export const needsTable = (profile: SnapProfile, needs: ReadonlyArray<Need>): string => {
  const variables = layerConfigVariables(profile)
  return table(
    ["field", "", "what it is", "variable"],
    [
      [
        "`environment`",
        "needed",
        Object.keys(profile.hosts).map(code).join(", "),
        code(variables["environment"] ?? ""),
      ],
      ...needs.map(({ field, isRequired, what }) => [
        code(field),
        isRequired ? "needed" : "",
        what,
        variablesOf(variables, field).join(", "),
      ]),
    ],
  )
}

/** The same merchant from the environment. */
export const configurationExample = (name: string): string =>
  [
    `import { ${name} } from "@qriskit/provider-snap/presets"`,
    `import { fromEnv } from "@qriskit/provider-snap/promise"`,
    "",
    "// The variables of the table above.",
    `export const snap = fromEnv(${name})`,
  ].join("\n")
