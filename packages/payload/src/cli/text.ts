import { UsageError } from "./outcome.js"

/** Byte order marks: what Windows' editors and PowerShell's `>` begin a file with. */
const UTF_16 = [
  { mark: [0xff, 0xfe], label: "utf-16le" },
  { mark: [0xfe, 0xff], label: "utf-16be" },
] as const

/** A file's text. In any other encoding letters would be lost, and the CRC would seem wrong. */
export const textOf = (bytes: Uint8Array): string => {
  const marked = UTF_16.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte))
  try {
    return new TextDecoder(marked?.label, { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError(
      "The text is not UTF-8: it has bytes of another character set, such as ISO-8859-1. Save it as UTF-8.",
    )
  }
}
