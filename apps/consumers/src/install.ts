import { run } from "./command.ts"
import type { Consumer } from "./consumer.ts"
import { cleanEnvironment } from "./environment.ts"

type PackageManager = Consumer["packageManager"]

/** Arguments of an installation as users run it: first what goes to production, then everything. */
const INSTALL: Readonly<
  Record<PackageManager, { readonly production: string[]; readonly everything: string[] }>
> = {
  npm: { production: ["install", "--omit=dev"], everything: ["install"] },
  pnpm: {
    production: ["install", "--prod"],
    everything: ["install"],
  },
}

const SECONDS = 300

/** Installs a project's dependencies; with `production` without its devDependencies. */
export const install = (
  packageManager: PackageManager,
  folder: string,
  what: "production" | "everything",
): Promise<string> =>
  run(packageManager, INSTALL[packageManager][what], {
    folder,
    environment: cleanEnvironment(),
    seconds: SECONDS,
  })
