import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"

/**
 * Starts one of this package's built modules in a process of its own; resolves with it and the first thing that it
 * says. Rejects when it ends before. It ends by itself when it is disconnected, or when this process is gone.
 *
 * @param module its path below `dist`
 */
export const started = async (
  module: string,
  ...args: ReadonlyArray<string>
): Promise<readonly [ChildProcess, unknown]> => {
  // Right from dist/, where this is bundled into, and from src/, where tests find it.
  const child = fork(new URL(`../dist/${module}`, import.meta.url), args)
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${module} ${args.join(" ")} ended with exit code ${code}`)
  })
  // When it ends later, nobody waits for this any more.
  ended.catch(() => undefined)
  const [message] = await Promise.race([once(child, "message"), ended])
  return [child, message]
}
