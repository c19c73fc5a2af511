import { isUtf8 } from "node:buffer"
import { UnreadableFile } from "../error.js"
import { refuse } from "../refuse.js"

/** How a file's text is encoded. UTF-16 is told by its first bytes and needs no declaration. */
export type Encoding = "utf-8" | "windows-1252"

const ADVICE_ENCODING = "If the file is in windows-1252, declare that encoding; it is never guessed."

const notUtf8 = (line: number): never =>
  refuse(new UnreadableFile({ why: "it holds bytes that are not UTF-8", line, advice: ADVICE_ENCODING }))

const LINE_FEED = 10

const linesIn = (bytes: Uint8Array): number => {
  let lines = 0
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++
  return lines
}

/** Where a character begins that the end of these bytes cuts. */
const cutAt = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

const notText = (line: number): never =>
  refuse(
    new UnreadableFile({
      why: "it holds bytes that no text has",
      line,
      advice: "Download the report again as CSV or XLSX.",
    }),
  )

/** UTF-8 as it came, checked. Parsers replace what they cannot read without a word. */
async function* checkedUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let carried: Uint8Array = new Uint8Array()
  let line = 1
  for await (const chunk of chunks) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const end = cutAt(bytes)
    const whole = bytes.subarray(0, end)
    if (!isUtf8(whole)) notUtf8(line)
    if (whole.includes(0)) notText(line)
    carried = bytes.slice(end)
    line += linesIn(whole)
    yield whole
  }
  if (carried.length > 0) notUtf8(line)
}

async function* decoded(chunks: AsyncIterable<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(label, { fatal: true })
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true })
      if (text.includes("\0")) notText(1)
      yield Buffer.from(text, "utf8")
    }
    yield Buffer.from(decoder.decode(), "utf8")
  } catch (error) {
    if (error instanceof TypeError) {
      refuse(new UnreadableFile({ why: `it is no text in ${label}`, advice: ADVICE_ENCODING }))
    }
    throw error
  }
}

/** The encoding that the first bytes declare; `undefined` where they declare none. */
export const declared = (head: Uint8Array): "utf-16le" | "utf-16be" | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le"
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : undefined
}

/** Bytes of a text as checked UTF-8. */
export const asUtf8 = (
  chunks: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  encoding: Encoding,
): AsyncIterable<Uint8Array> => {
  const utf16 = declared(head)
  if (utf16 !== undefined) return decoded(chunks, utf16)
  return encoding === "utf-8" ? checkedUtf8(chunks) : decoded(chunks, encoding)
}

/** The beginning of a text, for looking at it: what is cut or cannot be read is left out here and found later. */
export const headText = (head: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(declared(head) ?? encoding).decode(head)
