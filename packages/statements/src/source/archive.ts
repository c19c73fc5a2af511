import type { FileEntry } from "@zip.js/zip.js"
import { PasswordNeeded, TooLarge, UnreadableFile, WrongPassword } from "../error.js"
import { refuse } from "../refuse.js"
import { bytesInWords, type Limits } from "./limits.js"

/** A file in an archive. */
export interface Entry {
  readonly name: string
  readonly isEncrypted: boolean
  /** Its bytes, unpacked and checked against their sum. */
  open(): AsyncGenerator<Uint8Array>
}

const damaged = (why: string): never =>
  refuse(new UnreadableFile({ why, advice: "The archive is damaged. Download it again." }))

/** What zip.js says, in words of this package; its texts are stable names. */
const refuseZip = (error: unknown): never => {
  const said = error instanceof Error ? error.message : ""
  if (/encrypted entry/i.test(said)) return refuse(new PasswordNeeded())
  if (/invalid password/i.test(said)) return refuse(new WrongPassword())
  if (/invalid signature|checksum|CRC/i.test(said))
    return damaged("the content of an archive differs from its check sum")
  return damaged("it is no archive that can be unpacked")
}

/** Bytes of an entry as they are unpacked: no more than `limit` of them, whatever the archive claims. */
async function* unpacked(
  entry: FileEntry,
  password: string | undefined,
  limit: number,
): AsyncGenerator<Uint8Array> {
  if (entry.encrypted && password === undefined) refuse(new PasswordNeeded())
  const abort = new AbortController()
  let fail = (_: unknown): void => undefined
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => {
      fail = (error) => controller.error(error)
    },
  })
  const written = entry.getData(writable, {
    checkSignature: true,
    signal: abort.signal,
    ...(password === undefined || !entry.encrypted ? {} : { password }),
  })
  // What fails before the first byte leaves the stream open, and who reads it waiting.
  written.catch(fail)
  let count = 0
  const reader = readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(refuseZip)
      if (done) break
      count += value.length
      if (count > limit) {
        refuse(
          new TooLarge({
            what: "a file in the archive unpacks to more",
            limit: bytesInWords(limit),
            advice: "It is no report that is known.",
          }),
        )
      }
      yield value
    }
    await written.catch(refuseZip)
  } finally {
    abort.abort()
    reader.cancel().catch(() => undefined)
  }
}

/** The files in an archive, in their order; folders and what macOS adds are none. */
export const entriesOf = async (
  bytes: Uint8Array,
  password: string | undefined,
  unpackedLimit: number,
  limits: Required<Limits>,
): Promise<ReadonlyArray<Entry>> => {
  // Loaded where there is an archive.
  const { configure, Uint8ArrayReader, ZipReader } = await import("@zip.js/zip.js")
  configure({ useWebWorkers: false })
  const reader = new ZipReader(new Uint8ArrayReader(bytes))
  const entries: Array<Entry> = []
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory || entry.filename.startsWith("__MACOSX/")) continue
      if (entries.length >= limits.entries) {
        refuse(
          new TooLarge({
            what: "the archive holds more files",
            limit: `${limits.entries} files`,
            advice: "Unpack it, and read its files one by one.",
          }),
        )
      }
      entries.push({
        name: entry.filename,
        isEncrypted: entry.encrypted,
        open: () => unpacked(entry, password, unpackedLimit),
      })
    }
  } catch (error) {
    if (error instanceof Error && "reason" in error) throw error
    refuseZip(error)
  }
  return entries
}
