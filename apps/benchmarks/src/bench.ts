import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { benchCallbacks } from "./callback/callback-bench.js"
import { machine } from "./machine.js"
import { type Table, toMarkdown } from "./table.js"
import { benchWire } from "./wire/wire-bench.js"

const USAGE = `Usage: pnpm bench [--rounds 7] [--quick] [--only wire,callbacks]

Writes RESULTS.md unless --quick or --only is given.`

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
})

type Bench = (rounds: number, calls: number, progress: (line: string) => void) => Promise<Table>

const BENCHES: Readonly<Record<string, { readonly bench: Bench; readonly calls: number }>> = {
  wire: { bench: benchWire, calls: 2_000 },
  callbacks: { bench: benchCallbacks, calls: 20_000 },
}

const run = async (): Promise<void> => {
  const rounds = values.quick ? 3 : Number(values.rounds)
  const wanted = values.only?.split(",") ?? Object.keys(BENCHES)
  const progress = (line: string) => process.stderr.write(`${line}\n`)
  const parts = ["# Results", "", `${machine()}.`, ""]
  for (const name of wanted) {
    const entry = BENCHES[name]
    if (entry === undefined)
      throw new Error(`There is no benchmark "${name}". There are ${Object.keys(BENCHES).join(", ")}.`)
    parts.push(toMarkdown(await entry.bench(rounds, values.quick ? entry.calls / 10 : entry.calls, progress)))
  }
  const results = parts.join("\n")
  process.stdout.write(`${results}\n`)
  if (!values.quick && values.only === undefined)
    writeFileSync(new URL("../RESULTS.md", import.meta.url), results)
}

if (values.help) process.stdout.write(`${USAGE}\n`)
else {
  await run()
  // Other SDKs keep agents of their own open.
  process.exit()
}
