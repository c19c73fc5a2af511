import { isAllowed } from "./allowed-licences.ts"

/** A package of others that comes with one of ours. */
export interface ThirdParty {
  readonly name: string
  readonly licence: string
  /** Our packages that bring it, without their scope. */
  readonly broughtBy: ReadonlyArray<string>
}

const byName = (a: ThirdParty, b: ThirdParty): number =>
  `${a.name} ${a.licence}` < `${b.name} ${b.licence}` ? -1 : 1

const row = ({ name, licence, broughtBy }: ThirdParty): string =>
  `| ${name} | ${licence} | ${broughtBy.join(", ")} |`

/** The list as a Markdown file. */
export const listOf = (packages: ReadonlyArray<ThirdParty>): string => `# Packages of others

What an installation for production brings besides our own packages, peers that are not optional included. Builds of
these for one platform only are left out; versions are in the lockfile. Written by \`pnpm third-party\`. Each package's own
files hold its full licence.

| package | licence | comes with |
| --- | --- | --- |
${packages.toSorted(byName).map(row).join("\n")}
`

/** What may not come along, in words. */
export const objectionsTo = (packages: ReadonlyArray<ThirdParty>): ReadonlyArray<string> =>
  packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(
      ({ name, licence, broughtBy }) =>
        `${name}, which comes with ${broughtBy.join(", ")}, is under ${licence === "" ? "no licence that it names" : licence}`,
    )
