import { runCommand } from "../../src/command/run.js"
import { PLAIN } from "../../src/text/paper.js"
import type { Ended, Environment } from "./shop.js"

/** The command line in this process, where nobody sits at the terminal: all of it but a process's start and end. */
export const runHere = async (args: ReadonlyArray<string>, environment: Environment): Promise<Ended> => {
  const said = { stdout: "", stderr: "" }
  const write = (name: keyof typeof said, lines: ReadonlyArray<string>): true => {
    for (const line of lines) said[name] += `${line}\n`
    return true
  }
  const code = await runCommand(args, {
    environment,
    version: "1.2.3",
    user: "asih",
    paper: PLAIN,
    ask: undefined,
    out: async (lines) => write("stdout", lines),
    complain: (lines) => write("stderr", lines),
    ended: new Promise(() => {}),
  })
  return { code, ...said }
}
