import type { Message } from "./alone.js"
import { BENCHMARKS, isBenchmarkName } from "./benchmarks.js"

// Measures one table and sends it to the process that asked for it.

const [name = "", rounds, share] = process.argv.slice(2)
const send = (message: Message): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => (error ? reject(error) : resolve()))
  })

// Whoever asked has lost patience, or is gone: exit, so that databases are stopped.
process.once("SIGTERM", () => process.exit(1))
process.once("disconnect", () => process.exit(1))

if (!isBenchmarkName(name)) throw new Error(`There is no table "${name}".`)
const table = await BENCHMARKS[name]({
  rounds: Number(rounds),
  share: Number(share),
  progress: (progress) => void send({ progress }),
})
await send({ table })
// Other SDKs keep agents of their own open.
process.exit()
