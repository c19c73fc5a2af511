import type { InstalledWeight } from "@qriskit/weigh"
import type { InstallationLimit } from "./limits.ts"

const rounded = (number: number, digits: number): number => Number(number.toFixed(digits))

/** What an installation weighs, in the terms of its limit. */
export const weightOf = (name: string, { bytes, packages }: InstalledWeight): InstallationLimit => {
  const own = packages.find((each) => each.name === name)
  if (own === undefined) throw new Error(`${name} was not installed`)
  return {
    packages: packages.length,
    megabytes: rounded(bytes / 1_000_000, 1),
    own: rounded(own.bytes / 1_000, 0),
  }
}

const MEASURES = [
  ["packages", "packages"],
  ["megabytes", "MB with all that comes along"],
  ["own", "kB by itself"],
] as const

/** Where an installation is over its limit, in words. A package without a limit is over it. */
export const excessesOf = (
  name: string,
  weight: InstallationLimit,
  limit: InstallationLimit | undefined,
): ReadonlyArray<string> =>
  limit === undefined
    ? [`${name} has no limit in scripts/budgets/src/limits.ts`]
    : MEASURES.filter(([of]) => weight[of] > limit[of]).map(
        ([of, unit]) => `${name}: ${weight[of]} ${unit}, ${limit[of]} are allowed`,
      )
