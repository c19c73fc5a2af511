import assert from "node:assert/strict"
import { installedWeight } from "@qriskit/weigh"
import { CommandFailed, run } from "../command.ts"
import { cleanEnvironment } from "../environment.ts"
import { payIn, unpackProject } from "../try-consumer.ts"

const PROVIDERS = ["@qriskit/provider-ifortepay", "@qriskit/provider-zipay"]

/** A shop with two providers, whose owner types npm's commands. */
export interface Shop {
  npm(...args: ReadonlyArray<string>): Promise<string>
  /** Pays through both providers, with one copy of core at this version. */
  payWith(version: string): Promise<void>
  /** What npm says where it refuses. */
  refused(...args: ReadonlyArray<string>): Promise<string>
}

/** Installs the newest packages, as the READMEs say. */
export const openShop = async (folder: string, registry: string): Promise<Shop> => {
  unpackProject("two-providers", folder, registry)
  const npm: Shop["npm"] = (...args) =>
    run("npm", [...args, "--prefer-online"], { folder, environment: cleanEnvironment(), seconds: 120 })
  await npm("install", "@qriskit/core", ...PROVIDERS, "effect")
  await npm("install", "--save-dev", "@qriskit/sandbox")
  return {
    npm,
    async payWith(version) {
      const { packages } = installedWeight(folder)
      for (const name of ["@qriskit/core", ...PROVIDERS]) {
        const copies = packages.filter((it) => it.name === name).map((it) => it.version)
        assert.deepEqual(copies, [version], `one copy of ${name}, at ${version}`)
      }
      await payIn({ packageManager: "npm", payments: PROVIDERS.length }, folder)
    },
    async refused(...args) {
      const error: unknown = await npm(...args).then(
        () => undefined,
        (it: unknown) => it,
      )
      assert.ok(error instanceof CommandFailed, `npm ${args.join(" ")} should have been refused`)
      return error.message
    },
  }
}
