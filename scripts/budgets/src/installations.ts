import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type InstalledWeight, install, installedWeight, lockedVersions, pack } from "@qriskit/weigh"

/**
 * Packs the published packages, installs each by itself for production in a folder outside of this workspace, and says
 * what came. Needs a build first.
 *
 * @param look is called with each installation while it is there
 */
export const withInstallations = async (
  look: (name: string, installed: InstalledWeight) => void,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "qriskit-budgets-"))
  try {
    const tarballs = await pack(folder)
    const files = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]))
    for (const [name, file] of Object.entries(files)) {
      const place = join(folder, name)
      await install(place, { dependencies: { [name]: file }, overrides: { ...lockedVersions(), ...files } })
      look(name, installedWeight(place))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
