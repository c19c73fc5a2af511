import { fork } from "node:child_process"
import type { Effort } from "./benchmark.js"
import type { BenchmarkName } from "./benchmarks.js"
import type { Table } from "./table.js"

/** No table may take longer, in milliseconds. */
const PATIENCE = 20 * 60_000

/** What a table's process says: how far it is, and in the end the table. */
export type Message = { readonly progress: string } | { readonly table: Table }

/**
 * Measures one table in a process of its own, so that no table meets what another left behind: compiled code, garbage,
 * open sockets. Rejects when the process fails or takes too long; it is gone in any case.
 */
export const measureAlone = (name: BenchmarkName, { rounds, share, progress }: Effort): Promise<Table> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL("./one.js", import.meta.url), [name, String(rounds), String(share)], {
      timeout: PATIENCE,
    })
    let found: Table | undefined
    // The only sender is one.ts.
    child.on("message", (message: Message) => {
      if ("table" in message) found = message.table
      else progress(`${name}: ${message.progress}`)
    })
    child.on("error", reject)
    child.on("exit", (code, signal) => {
      if (found === undefined)
        reject(new Error(`${name} ended with ${signal ?? `exit code ${code}`} and no table`))
      else resolve(found)
    })
  })
