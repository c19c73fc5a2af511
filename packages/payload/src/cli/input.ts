import { readFile, stat } from "node:fs/promises"
import { fileKind } from "../scan/file-kind.js"
import { scan } from "../scan/index.js"
import { UsageError } from "./outcome.js"
import { textOf } from "./text.js"

/** More than any photo of a code; standard input ends here at the latest. */
const MOST_BYTES = 64 * 1024 * 1024

/** What the argument stands for: a file's bytes where there is such a file, else the argument itself. */
export const readInput = async (argument: string | undefined): Promise<Uint8Array> => {
  if (argument === undefined || argument === "-") return readStandardInput()
  const file = await stat(argument).catch(() => undefined)
  // Every payload begins with a digit, so that anything else was meant to be a file.
  if (file === undefined && !/^\d/.test(argument)) throw new UsageError(`There is no file ${argument}.`)
  if (file === undefined) return new TextEncoder().encode(argument)
  if (!file.isFile()) throw new UsageError(`${argument} is not a file.`)
  if (file.size > MOST_BYTES) throw new UsageError(`${argument} is larger than ${MOST_BYTES} bytes.`)
  return readFile(argument)
}

/** The payload that the argument stands for, without the line end after it; undefined in an image without a code. */
export const readPayload = async (argument: string | undefined): Promise<string | undefined> => {
  const bytes = await readInput(argument)
  // A file of a kind that is not scanned is named as what it is, and not taken for a broken text.
  if (fileKind(bytes) === undefined) return textOf(bytes).replace(/\r?\n$/, "")
  const [code, ...others] = await scan(bytes)
  if (others.length > 0) throw new UsageError("The image has more than one QR code: take one from qris scan.")
  return code?.text
}

const readStandardInput = async (): Promise<Uint8Array> => {
  if (process.stdin.isTTY) throw new UsageError("There is no payload: give one, a file, or pipe it in.")
  const chunks: Array<Uint8Array> = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MOST_BYTES) throw new UsageError(`Standard input is larger than ${MOST_BYTES} bytes.`)
  }
  return Buffer.concat(chunks)
}
