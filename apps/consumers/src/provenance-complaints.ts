import type { Tarball } from "./tarball.ts"

const bare = (url: string): string =>
  url
    .replace(/^git\+/, "")
    .replace(/\.git$/, "")
    .toLowerCase()

/**
 * Why a registry would not accept packed packages with provenance: each has to name the repository that it was built
 * in, and its folder there. One sentence each.
 *
 * @param repository the address of that repository
 */
export const provenanceComplaints = (
  tarballs: ReadonlyArray<Tarball>,
  repository: string,
): ReadonlyArray<string> =>
  tarballs.flatMap(({ manifest: { name, repository: stated } }) => {
    if (stated?.url === undefined)
      return [`${name} names no "repository" in its package.json. docs/releasing.md says how to set it.`]
    const folder = name.replace("@qriskit/", "packages/")
    return [
      ...(bare(stated.url) === bare(repository)
        ? []
        : [`${name} says it comes from ${stated.url}, but it is released from ${repository}`]),
      ...(stated.directory === folder
        ? []
        : [
            `${name} should name "${folder}" as "repository.directory", not ${JSON.stringify(stated.directory)}`,
          ]),
    ]
  })
