import { UnreadableFile } from "../error.js"
import { refuse } from "../refuse.js"
import { declared } from "./text.js"

/** What a file is by its first bytes. */
export type Shape = "zip" | "ole" | "json" | "mt940" | "text"

const startsWith = (head: Uint8Array, ...bytes: ReadonlyArray<number>): boolean =>
  bytes.every((byte, index) => head[index] === byte)

/** Shapes that are recognised so as to say what to do instead. */
const REFUSED: ReadonlyArray<readonly [pattern: RegExp, why: string, advice: string]> = [
  [/^%PDF/, "it is a PDF, in which numbers have places and no meaning", "Ask for the report as CSV or XLSX."],
  [
    /^<(?:!doctype html|html|table|head|body|meta)/i,
    "it is a page of HTML, whatever its name says",
    "Download the report again while you are signed in, or save it as XLSX.",
  ],
  [/^</, "it is XML, of which no report is known here", "Ask for the report as CSV, XLSX or MT940."],
  [/^Rar!|^7z\xBC\xAF/, "it is an archive of another kind than ZIP", "Unpack it and read what is in it."],
]

const beginning = (head: Uint8Array): string => {
  const first = head.subarray(0, 4_096)
  // Where nothing else is declared, one character for each byte is enough to tell shapes apart.
  const text = new TextDecoder(declared(head) ?? "latin1").decode(first)
  return text.replace(/^(?:\xEF\xBB\xBF)?\s*/, "")
}

/** Tells what a file is, or refuses with what to do where it is nothing that is read. */
export const shapeOf = (head: Uint8Array): Shape => {
  if (head.length === 0) {
    return refuse(new UnreadableFile({ why: "it is empty", advice: "Download the report again." }))
  }
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return "zip"
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) return "ole"
  if (startsWith(head, 0x1f, 0x8b)) {
    return refuse(
      new UnreadableFile({ why: "it is packed with gzip", advice: "Unpack it and read what is in it." }),
    )
  }
  const text = beginning(head)
  for (const [pattern, why, advice] of REFUSED) {
    if (pattern.test(text)) return refuse(new UnreadableFile({ why, advice }))
  }
  if (/^(?:\{1:F01|:20:)/.test(text) || /^:20:[^\r\n]*(?:\r\n|\n|\r):(?:21|25)/m.test(text)) return "mt940"
  return /^[[{]/.test(text) ? "json" : "text"
}
