import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const MEGABYTE = 1_048_576

/** What this process holds once its garbage is gone, in megabytes. */
export const memory = (): { readonly heap: number; readonly resident: number } => {
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: heapUsed / MEGABYTE, resident: rss / MEGABYTE }
}
