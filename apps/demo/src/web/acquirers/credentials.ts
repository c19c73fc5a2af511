import { InvalidConfiguration } from "@qriskit/core"
import { type Environment, variablesOf } from "../settings.js"
import { type Branch, prefixOf } from "./branch.js"
import { OFFERED } from "./offered.js"
import type { Credentials, Fields } from "./offered-provider.js"

/** A setting that does not fit the others. */
export const wrong = (path: string, message: string): InvalidConfiguration =>
  new InvalidConfiguration({ provider: "demo", issues: [{ path, message }] })

/** Whether a provider's configuration leads to this address. */
export const isAt = (origin: string, { baseUrl = "" }: { readonly baseUrl?: string }): boolean =>
  URL.parse(baseUrl)?.origin === new URL(origin).origin

const fieldsIn = (environment: Environment, variables: Fields, prefix: string): Fields => {
  const set = variablesOf(
    environment,
    Object.values(variables).map((name) => `${prefix}${name}`),
  )
  return Object.fromEntries(
    Object.entries(variables).flatMap(([field, name]) => {
      const value = set[`${prefix}${name}`]
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

/** What is set under a prefix, by provider: only those of which anything is set. */
const credentialsIn = (environment: Environment, prefix: string): Credentials =>
  new Map(
    OFFERED.map(({ id, variables }) => [id, fieldsIn(environment, variables, prefix)] as const).filter(
      ([, fields]) => Object.keys(fields).length > 0,
    ),
  )

/** Of the one shop: `ZIPAY_USER_ID` and so on. */
export const credentialsOfShop = (environment: Environment): Credentials => credentialsIn(environment, "")

/**
 * Of each branch: `TOKO_MENTENG_ZIPAY_USER_ID` and so on. None where no branch has any.
 *
 * @throws InvalidConfiguration naming a branch that has none while another has
 */
export const credentialsOfBranches = (
  environment: Environment,
  branches: ReadonlyArray<Branch>,
): ReadonlyMap<string, Credentials> => {
  const all = branches.map((branch) => ({ branch, of: credentialsIn(environment, prefixOf(branch)) }))
  const without = all.find(({ of }) => of.size === 0)
  if (all.every(({ of }) => of.size === 0)) return new Map()
  if (without !== undefined) {
    throw wrong(
      "BRANCHES",
      `names ${without.branch.id}, which has no credentials: set ${prefixOf(without.branch)}ZIPAY_USER_ID and so on`,
    )
  }
  return new Map(all.map(({ branch, of }) => [branch.id, of]))
}
