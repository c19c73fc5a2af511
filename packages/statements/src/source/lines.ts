import { TooLarge } from "../error.js"
import { refuse } from "../refuse.js"
import type { Limits } from "./limits.js"

const END = /\r\n|\n|\r/

/** The lines of a text, without their ends, which may be those of Windows, Unix or an old Mac. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limits: Required<Limits>,
): AsyncGenerator<ReadonlyArray<string>> {
  const decoder = new TextDecoder("utf-8")
  let rest = ""
  let count = 0
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true })
    // An end may be cut in two: what follows is not known yet.
    const cut = text.endsWith("\r") ? "\r" : ""
    const lines = text.slice(0, text.length - cut.length).split(END)
    rest = (lines.pop() ?? "") + cut
    count += lines.length
    if (rest.length > limits.rowCharacters || lines.some((line) => line.length > limits.rowCharacters)) {
      refuse(
        new TooLarge({
          what: `a line near line ${count + 1} has more characters`,
          limit: `${limits.rowCharacters} characters`,
          advice: "It is no statement that is known.",
        }),
      )
    }
    if (lines.length > 0) yield lines
  }
  const [last = ""] = (rest + decoder.decode()).split(END)
  if (last !== "") yield [last]
}
