import type { InstalledPackage } from "@qriskit/weigh"
import { type Consumer, THINGS } from "./consumer.ts"

const isOurs = (name: string): boolean => name.startsWith("@qriskit/")

/**
 * What a consumer got that it did not ask for, or did not get, or got twice; one sentence each.
 *
 * @param installed what stands in its node_modules after an installation without devDependencies
 */
export const complaintsAbout = (
  { ours, without }: Pick<Consumer, "ours" | "without">,
  installed: ReadonlyArray<Pick<InstalledPackage, "name">>,
): ReadonlyArray<string> => {
  const names = installed.map(({ name }) => name)
  const copies = (wanted: string) => names.filter((name) => name === wanted).length
  return [
    ...ours.filter((name) => copies(name) === 0).map((name) => `${name} is missing`),
    ...[...ours, "effect"]
      .filter((name) => copies(name) > 1)
      .map((name) => `${name} is there ${copies(name)} times, so instanceof would fail`),
    ...new Set(
      names.filter((name) => isOurs(name) && !ours.includes(name)).map((name) => `it brings ${name}`),
    ),
    ...without.flatMap((thing) =>
      names.filter((name) => THINGS[thing].test(name)).map((name) => `it brings ${thing}: ${name}`),
    ),
  ]
}
