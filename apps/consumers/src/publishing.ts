import * as path from "node:path"
import { run } from "./command.ts"
import { cleanEnvironment, useRegistry } from "./environment.ts"
import type { Tarball } from "./tarball.ts"

/** Publishes packed packages to a registry, all at once. */
export const publishAll = async (tarballs: ReadonlyArray<Tarball>, registry: string): Promise<void> => {
  for (const folder of new Set(tarballs.map(({ file }) => path.dirname(file)))) useRegistry(folder, registry)
  await Promise.all(
    tarballs.map(({ file }) =>
      run("npm", ["publish", file, "--access", "public"], {
        folder: path.dirname(file),
        environment: cleanEnvironment(),
        seconds: 120,
      }),
    ),
  )
}
