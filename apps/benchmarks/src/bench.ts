import { readFileSync, writeFileSync } from "node:fs"
import { measureAlone } from "./alone.js"
import { BENCHMARKS, type BenchmarkName, isBenchmarkName } from "./benchmarks.js"
import { type Options, optionsFrom, UsageError, usage } from "./options.js"
import { quotedIn, type Result, resultsText } from "./results.js"

const RESULTS = new URL("../RESULTS.md", import.meta.url)
const README = new URL("../../../README.md", import.meta.url)
const NAMES = Object.keys(BENCHMARKS).filter(isBenchmarkName)

const progress = (line: string): void => void process.stderr.write(`${line}\n`)

const measure = async (name: BenchmarkName, { rounds, isQuick }: Options<BenchmarkName>): Promise<Result> => {
  try {
    return { table: await measureAlone(name, { rounds, share: isQuick ? 0.1 : 1, progress }) }
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error)
    progress(failure)
    process.exitCode = 1
    return { name, failure }
  }
}

const run = async (options: Options<BenchmarkName>): Promise<void> => {
  const results: Array<Result> = []
  for (const name of options.only) results.push(await measure(name, options))
  const date = new Date()
  const text = resultsText(results, options.rounds, date)
  process.stdout.write(text)
  if (options.isQuick || options.only.length < NAMES.length) return
  writeFileSync(RESULTS, text)
  writeFileSync(README, quotedIn(readFileSync(README, "utf8"), results, options.rounds, date))
}

try {
  const options = optionsFrom(process.argv.slice(2), NAMES)
  if (options.wantsHelp) process.stdout.write(usage(NAMES))
  else await run(options)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${usage(NAMES)}`)
  process.exitCode = 2
}
