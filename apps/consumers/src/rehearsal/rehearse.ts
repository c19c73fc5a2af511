import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { cleanEnvironment, ROOT } from "../environment.ts"
import { publishAll } from "../publishing.ts"
import { changesIn } from "./changelog.ts"
import { packRelease, publishedOf, publishRelease, versionOf, writeVersions } from "./release.ts"
import { openShop } from "./shop.ts"
import { step } from "./step.ts"
import { copyWorkspace } from "./workspace.ts"

const FIX = "A rehearsed fix."
const FEATURE = "A rehearsed feature."

/** Where the release workflow would say that it runs. */
const REPOSITORY = "https://git.example/toko-contoh/qriskit"

/** As docs/releasing.md has it. */
const NAME_THE_REPOSITORY = `for folder in packages/*; do
  (cd "$folder" && npm pkg set repository.type=git repository.url="git+${REPOSITORY}.git" repository.directory="$folder")
done`

const next = (version: string, bump: "patch" | "minor"): string => {
  const [major, minor = 0, patch = 0] = version.split(".").map(Number)
  return bump === "patch" ? `${major}.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`
}

const warnOfUncommitted = (): void => {
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: ROOT, env: cleanEnvironment() })
  if (changes.length > 0) console.log("note   what is not committed is not part of this")
}

/**
 * Releases a copy of this repository three times, with what can go wrong, and lets a shop follow.
 *
 * @throws Error at the first thing that is not as it must be
 */
export const rehearse = async (folder: string, registry: string): Promise<void> => {
  warnOfUncommitted()
  const workspace = await step("a copy of this repository, installed", () =>
    copyWorkspace(join(folder, "copy"), registry),
  )

  const first = await step("versions and changelogs of what is here", async () => {
    const version = workspace.hasChangesets() ? await writeVersions(workspace) : versionOf(workspace)
    assert.match(version, /^0\.[1-9]\d*\.\d+$/, "before 1.0, nothing becomes 1.0 by itself")
    for (const { name } of workspace.manifests()) changesIn(workspace.folder, name, version)
    return version
  })
  await step("packages that are not built, or name no repository for provenance, are held back", async () => {
    await workspace.do("pnpm", "exec", "changeset", "pack", "--out-dir", "release")
    const check = workspace.do("pnpm", "run", "release:check", "--repository", REPOSITORY)
    const complaints = await check.then(
      () => "",
      (error: Error) => error.message,
    )
    assert.match(complaints, /@qriskit\/[\w-]+ lacks dist\/index\.js/)
    assert.match(complaints, /@qriskit\/sandbox (names no "repository"|says it comes from)/)
    await workspace.do("bash", "-c", NAME_THE_REPOSITORY)
    await workspace.commit("The packages name their repository")
  })
  await step(`${first}: packed, checked, published, tagged`, async () => {
    const tarballs = await packRelease(workspace)
    await workspace.do("pnpm", "run", "release:check", "--repository", REPOSITORY)
    await publishRelease(workspace, tarballs, registry)
  })
  await step("packed and published again: nothing is left to do", async () => {
    const left = await packRelease(workspace)
    assert.deepEqual(left, [])
    await publishRelease(workspace, left, registry)
  })
  const shop = await step(`a shop installs ${first} and is paid`, async () => {
    const opened = await openShop(join(folder, "shop"), registry)
    await opened.payWith(first)
    return opened
  })

  const fixed = next(first, "patch")
  await step(`a fix in core: ${fixed} for all, and the changelogs tell`, async () => {
    workspace.append("packages/core/src/index.ts", "\nexport const rehearsedFix = true\n")
    workspace.addChangeset("@qriskit/core", "patch", FIX)
    await workspace.commit("A fix")
    assert.equal(await writeVersions(workspace), fixed)
    assert.match(
      changesIn(workspace.folder, "@qriskit/core", fixed),
      /### Patch Changes\n\n- .*A rehearsed fix\./,
    )
    for (const dependent of ["provider-ifortepay", "provider-zipay", "payments", "nestjs", "conformance"])
      assert.match(
        changesIn(workspace.folder, `@qriskit/${dependent}`, fixed),
        /Comes with changes in `@qriskit\/core`/,
      )
    assert.match(changesIn(workspace.folder, "@qriskit/payload", fixed), /No changes in this release/)
  })
  await step(`${fixed}: a publish that broke off half-way is finished by the same two commands`, async () => {
    const tarballs = await packRelease(workspace)
    assert.equal(tarballs.length, workspace.manifests().length)
    const early = tarballs.filter(({ manifest }) => /\/(payload|core)$/.test(manifest.name))
    await publishAll(early, registry)
    const left = await packRelease(workspace)
    assert.equal(left.length, tarballs.length - early.length)
    await publishRelease(workspace, left, registry)
  })
  await step(`npm update brings ${fixed} to the shop, which is paid`, async () => {
    await shop.npm("update")
    await shop.payWith(fixed)
  })

  const featured = next(fixed, "minor")
  await step(`a feature in provider-zipay: ${featured} for all, and the changelogs tell`, async () => {
    workspace.append("packages/provider-zipay/src/index.ts", "\nexport const rehearsedFeature = true\n")
    workspace.addChangeset("@qriskit/provider-zipay", "minor", FEATURE)
    await workspace.commit("A feature")
    assert.equal(await writeVersions(workspace), featured)
    assert.match(
      changesIn(workspace.folder, "@qriskit/provider-zipay", featured),
      new RegExp(`### Minor Changes\n\n- .*${FEATURE}`),
    )
    assert.match(
      changesIn(workspace.folder, "@qriskit/provider-ifortepay", featured),
      /No changes in this release/,
    )
  })
  await step(`${featured}: packed, published, tagged`, async () =>
    publishRelease(workspace, await packRelease(workspace), registry),
  )
  await step("npm update leaves the shop where it is, since a minor may break before 1.0", async () => {
    await shop.npm("update")
    await shop.payWith(fixed)
  })
  await step("upgrading one provider alone is refused: there would be two copies of core", async () => {
    assert.match(await shop.refused("install", `@qriskit/provider-zipay@${featured}`), /ERESOLVE/)
    await shop.payWith(fixed)
  })
  await step(`all together, the shop upgrades to ${featured} and is paid`, async () => {
    const names = ["core", "provider-ifortepay", "provider-zipay"].map((name) => `@qriskit/${name}@latest`)
    await shop.npm("install", ...names)
    await shop.payWith(featured)
  })
  await step(`${fixed} is deprecated, and stays installable`, async () => {
    const why = "Do not use: a rehearsed mistake."
    await shop.npm("deprecate", `@qriskit/provider-zipay@${fixed}`, why)
    const { versions } = await publishedOf(registry, "@qriskit/provider-zipay")
    assert.equal(versions[fixed]?.deprecated, why)
    assert.equal(versions[featured]?.deprecated, undefined)
  })
}
