import { DEPENDENCY_KINDS, type Tarball } from "./tarball.ts"

/** What every package brings along. */
const FILES = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"]

const SOURCE = /^(src|test|node_modules)\/|\.tsbuildinfo$|\.env$/

/** The files that an `exports` map names, at any depth of conditions. */
const targetsOf = (exports: unknown): ReadonlyArray<string> =>
  typeof exports === "string"
    ? [exports.replace(/^\.\//, "")]
    : typeof exports === "object" && exports !== null
      ? Object.values(exports).flatMap(targetsOf)
      : []

/**
 * What is wrong with packed packages, one sentence each: ranges that only a workspace understands, ranges of our own
 * packages that are not the version packed beside them, files that are missing or should not be there.
 *
 * @param versions of all packages of the release, where `tarballs` are not all of them
 */
export const complaintsAbout = (
  tarballs: ReadonlyArray<Tarball>,
  versions: ReadonlyMap<string, string> = new Map(
    tarballs.map(({ manifest }) => [manifest.name, manifest.version]),
  ),
): ReadonlyArray<string> => {
  return tarballs.flatMap(({ manifest, files }) => {
    const { name, version } = manifest
    const ranges = [...DEPENDENCY_KINDS, "devDependencies" as const].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).map(([dependency, range]) => ({ kind, dependency, range })),
    )
    const has = new Set(files)
    return [
      ...(manifest.private ? [`${name} is private`] : []),
      ...(version === "0.0.0" ? [`${name} has no version yet`] : []),
      ...ranges
        .filter(({ range }) => /^(workspace|catalog|link|file):/.test(range))
        .map(({ kind, dependency, range }) => `${name}: ${kind} ${dependency} is still "${range}"`),
      ...ranges
        .filter(
          ({ dependency, range }) => versions.has(dependency) && range !== `^${versions.get(dependency)}`,
        )
        .map(
          ({ kind, dependency, range }) =>
            `${name}: ${kind} ${dependency} is "${range}", but this release has ${versions.get(dependency)}`,
        ),
      ...ranges
        .filter(({ kind, dependency }) => kind !== "devDependencies" && dependency.startsWith("@qriskit/"))
        .filter(({ dependency }) => !versions.has(dependency))
        .map(({ dependency }) => `${name} needs ${dependency}, which is not in this release`),
      ...[...FILES, ...targetsOf(manifest.exports)]
        .filter((file) => !has.has(file))
        .map((file) => `${name} lacks ${file}`),
      ...files.filter((file) => SOURCE.test(file)).map((file) => `${name} should not bring ${file}`),
    ]
  })
}
