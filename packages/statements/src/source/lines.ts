import { TooLarge } from "../error.js"
import { refuse } from "../refuse.js"
import type { Limits } from "./limits.js"

/** The lines of a text, without their ends. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  limits: Required<Limits>,
): AsyncGenerator<ReadonlyArray<string>> {
  const decoder = new TextDecoder("utf-8")
  let rest = ""
  let count = 0
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n/)
    rest = lines.pop() ?? ""
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
  rest += decoder.decode()
  if (rest !== "") yield [rest]
}
