import { createInterface } from "node:readline"
import { Writable } from "node:stream"
import type { ReadStream } from "node:tty"

/** Asks for a password on a terminal and shows none of it. */
export const askPassword = (input: ReadStream, output: NodeJS.WritableStream): Promise<string> =>
  new Promise((resolve) => {
    output.write("Password of the file: ")
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const reader = createInterface({ input, output: silent, terminal: true })
    let answer = ""
    reader.once("line", (line) => {
      answer = line
      reader.close()
    })
    reader.once("close", () => {
      output.write("\n")
      resolve(answer)
    })
  })
