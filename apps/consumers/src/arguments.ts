import { type ParseArgsOptionsConfig, parseArgs } from "node:util"

/**
 * Reads a command's options. With `--help` it prints the usage and ends the process; with an option that is not known
 * it says so, prints the usage, and ends it with exit code 2.
 */
export const readArguments = <O extends ParseArgsOptionsConfig>(options: O, usage: string) => {
  try {
    const { values } = parseArgs({
      options: { ...options, help: { type: "boolean" } },
      allowPositionals: false,
    })
    if (!("help" in values)) return values
    console.log(usage)
    process.exit(0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    process.exit(2)
  }
}
