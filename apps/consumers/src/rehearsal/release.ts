import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import * as path from "node:path"
import type { Manifest, Tarball } from "../tarball.ts"
import { readTarballs } from "../tarball.ts"
import { complaintsAbout } from "../tarball-complaints.ts"
import type { Workspace } from "./workspace.ts"

/** As much of a registry's answer about a package as is looked at here. */
interface Published {
  readonly "dist-tags": { readonly latest: string }
  readonly versions: Readonly<
    Record<string, Manifest & { readonly deprecated?: string; readonly dist: { readonly integrity: string } }>
  >
}

/** What a registry knows of a package. */
export const publishedOf = async (registry: string, name: string): Promise<Published> => {
  const answer = await fetch(registry + name.replace("/", "%2f"))
  assert.equal(answer.status, 200, `the registry knows ${name}`)
  return (await answer.json()) as Published
}

/** The one version of all packages. */
export const versionOf = (workspace: Workspace): string => {
  const versions = new Set(workspace.manifests().map(({ version }) => version))
  assert.equal(versions.size, 1, `all packages have one version, not ${[...versions].join(" and ")}`)
  const [version] = versions
  assert.ok(version)
  return version
}

/** Turns changesets into versions and changelogs, as the pull request of a release does. */
export const writeVersions = async (workspace: Workspace): Promise<string> => {
  await workspace.do("pnpm", "run", "release:version")
  assert.equal(workspace.hasChangesets(), false, "a release uses up its changesets")
  await workspace.commit("Versions of a release")
  return versionOf(workspace)
}

/** Builds and packs what is not published yet, and looks at it. */
export const packRelease = async (workspace: Workspace): Promise<ReadonlyArray<Tarball>> => {
  await workspace.do("pnpm", "run", "release:pack")
  const tarballs = readTarballs(path.join(workspace.folder, "release/packages"))
  const versions = new Map(workspace.manifests().map(({ name, version }) => [name, version]))
  assert.deepEqual(complaintsAbout(tarballs, versions), [])
  return tarballs
}

/** Publishes what was packed, tags the release, and looks at what the registry has of it. */
export const publishRelease = async (
  workspace: Workspace,
  tarballs: ReadonlyArray<Tarball>,
  registry: string,
): Promise<void> => {
  await workspace.do("pnpm", "run", "release:publish")
  for (const { manifest, file } of tarballs) {
    const { name, version } = manifest
    const published = (await publishedOf(registry, name)).versions[version]
    const integrity = `sha512-${createHash("sha512").update(fs.readFileSync(file)).digest("base64")}`
    assert.equal(published?.dist.integrity, integrity, `${name} is published as it was packed`)
  }
  const tags = new Set((await workspace.do("git", "tag", "--points-at", "HEAD")).split("\n"))
  for (const { name, version } of workspace.manifests()) {
    assert.equal((await publishedOf(registry, name))["dist-tags"].latest, version)
    assert.ok(tags.has(`${name}@${version}`), `${name}@${version} is tagged`)
  }
}
