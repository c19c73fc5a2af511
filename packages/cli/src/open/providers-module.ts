import { stat } from "node:fs/promises"
import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { ProviderInput } from "@qriskit/payments"
import { NotConfigured } from "./not-configured.js"

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

/** A file, or a package as the working directory has it. */
const addressOf = async (module: string): Promise<string> => {
  const path = resolve(module)
  if (await isFile(path)) return pathToFileURL(path).href
  return pathToFileURL(createRequire(join(process.cwd(), "index.js")).resolve(module)).href
}

const isProvider = (value: unknown): value is ProviderInput => {
  if (typeof value !== "object" || value === null) return false
  const provider: unknown = "effect" in value ? value.effect : value
  return (
    typeof provider === "object" && provider !== null && "id" in provider && typeof provider.id === "string"
  )
}

/**
 * The providers that a module of the user's exports by default: an array, or a function that gives one. For platforms,
 * whose credentials are in a table of their own, and for providers of one's own. Throws `NotConfigured`.
 */
export const providersIn = async (module: string): Promise<ReadonlyArray<ProviderInput>> => {
  let exported: unknown
  try {
    const loaded: { readonly default?: unknown } = await import(await addressOf(module))
    exported = typeof loaded.default === "function" ? await loaded.default() : loaded.default
  } catch (error) {
    if (error instanceof Error && "_tag" in error && error._tag === "InvalidConfiguration") throw error
    // What a module throws may hold whatever is in it.
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : ""
    throw new NotConfigured({
      description: `The module of providers ${module} cannot be loaded, or it throws${code}.`,
    })
  }
  if (Array.isArray(exported) && exported.every(isProvider)) return exported
  throw new NotConfigured({
    description: `The module of providers ${module} must export an array of providers by default, or a function that gives one.`,
  })
}
