import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { CannotOpen, TooLarge } from "../error.js"
import { refuse } from "../refuse.js"
import { bytesInWords } from "./limits.js"

/**
 * A file: its bytes, where it lies, or a stream of bytes, which is read once.
 */
export type StatementSource =
  | Uint8Array
  | { readonly path: string }
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>

const CHUNK = 64 * 1_024

const isPath = (source: StatementSource): source is { readonly path: string } =>
  "path" in source && typeof source.path === "string" && !(Symbol.asyncIterator in source)

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK)
}

async function* fileOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    // Checked by the loop's own reading: what cannot be opened fails at the first chunk.
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) {
      yield chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk))
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason"
    refuse(new CannotOpen({ why: code === "ENOENT" ? "there is no such file" : `the system says ${code}` }))
  }
}

const chunksOf = (source: StatementSource): AsyncIterable<Uint8Array> => {
  if (source instanceof Uint8Array) return piecesOf(source)
  return isPath(source) ? fileOf(source.path) : source
}

/** How many bytes it will have, where that is known before: room is made for as many. */
const expectedBytes = async (source: StatementSource): Promise<number> => {
  if (source instanceof Uint8Array) return source.length
  if (!isPath(source)) return 0
  const { size } = await stat(source.path)
  return size
}

/** The bytes of a file, read once from the front, counted and hashed on the way. */
export class ByteSource {
  readonly #source: StatementSource
  readonly #iterator: AsyncIterator<Uint8Array>
  readonly #hash = createHash("sha256")
  readonly #limit: number
  #waiting: Array<Uint8Array> = []
  #isAtEnd = false
  count = 0

  constructor(source: StatementSource, limit: number) {
    this.#source = source
    this.#iterator = chunksOf(source)[Symbol.asyncIterator]()
    this.#limit = limit
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#isAtEnd) return undefined
    const result = await this.#iterator.next()
    if (result.done === true) {
      this.#isAtEnd = true
      return undefined
    }
    const chunk = result.value
    if (!(chunk instanceof Uint8Array)) {
      return refuse(new CannotOpen({ why: "the stream gives something else than bytes" }))
    }
    this.count += chunk.length
    if (this.count > this.#limit) {
      refuse(
        new TooLarge({
          what: "it has more bytes",
          limit: bytesInWords(this.#limit),
          advice: "Split it by days, or raise limits.bytes.",
        }),
      )
    }
    this.#hash.update(chunk)
    return chunk
  }

  /** The first bytes, fewer only where there are no more. They are read again afterwards. */
  async peek(length: number): Promise<Uint8Array> {
    let held = this.#waiting.reduce((sum, chunk) => sum + chunk.length, 0)
    while (held < length) {
      const chunk = await this.#next()
      if (chunk === undefined) break
      this.#waiting.push(chunk)
      held += chunk.length
    }
    const joined =
      this.#waiting.length === 1 ? (this.#waiting[0] ?? new Uint8Array()) : Buffer.concat(this.#waiting)
    this.#waiting = [joined]
    return joined.subarray(0, length)
  }

  /** What was not read yet, from the front. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const waiting = this.#waiting
    this.#waiting = []
    yield* waiting
    for (;;) {
      const chunk = await this.#next()
      if (chunk === undefined) return
      yield chunk
    }
  }

  /** All of it, held at once, and only once: its pieces are not kept beside it. */
  async all(limit: number, what: string): Promise<Uint8Array> {
    // What cannot be asked for its size cannot be read, and says so itself.
    const expected = await expectedBytes(this.#source).catch(() => 0)
    let held = Buffer.allocUnsafeSlow(Math.max(CHUNK, Math.min(expected, limit)))
    let length = 0
    for await (const chunk of this.chunks()) {
      const whole = length + chunk.length
      if (whole > limit) {
        refuse(
          new TooLarge({
            what: `${what} is held whole, and it has more bytes`,
            limit: bytesInWords(limit),
            advice: "Ask for the report by days, or raise limits.heldBytes.",
          }),
        )
      }
      if (whole > held.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(whole, 2 * held.length))
        held.copy(larger, 0, 0, length)
        held = larger
      }
      held.set(chunk, length)
      length = whole
    }
    return held.subarray(0, length)
  }

  /** Of all bytes, once they were read. */
  sha256(): string {
    return this.#hash.copy().digest("hex")
  }

  async close(): Promise<void> {
    await this.#iterator.return?.()
  }
}
