import * as Schema from "effect/Schema"
import { EXIT, type ExitCode, exitCodeOf } from "../failure.js"
import type { Desk } from "../open/desk.js"
import type { Answer, Verb } from "../verbs/verb.js"
import type { Parsed } from "./parse.js"
import type { Run } from "./running.js"
import type { Terminal } from "./terminal.js"

const Listed = Schema.Struct({
  items: Schema.Array(Schema.Json),
  next: Schema.optionalKey(Schema.Union([Schema.Int, Schema.String])),
})

/** What every list answers; throws where a verb says that it is one and is none. */
const listedIn = ({ value }: Answer): typeof Listed.Type => Schema.decodeUnknownSync(Listed)(value)

/** One line a record; everything else is one record. */
const jsonLines = (verb: Verb, answer: Answer): ReadonlyArray<string> =>
  verb.isList ? listedIn(answer).items.map((item) => JSON.stringify(item)) : [JSON.stringify(answer.value)]

const WORST: ReadonlyArray<Answer["verdict"]> = ["fine", "wrong", "unknown"]

const worse = (a: Answer["verdict"], b: Answer["verdict"]): Answer["verdict"] =>
  WORST.indexOf(a) > WORST.indexOf(b) ? a : b

/** The option that a verb goes on with. */
const goesOnWith = (verb: Verb): "after" | "before" => ("before" in verb.options ? "before" : "after")

/** Does a verb and prints what it answers, page by page; gives the exit code. */
export const printed = async (
  verb: Verb,
  given: Parsed["input"],
  { isJson, isAll }: Parsed,
  desk: Desk,
  terminal: Terminal,
  run: Run,
): Promise<ExitCode> => {
  let input = given
  let verdict: Answer["verdict"] = "fine"
  let count = 0
  while (true) {
    const answer = await run(desk.run(verb, input))
    const { next, items = [] } = verb.isList ? listedIn(answer) : {}
    verdict = worse(verdict, answer.verdict)
    count += items.length
    const isRead = await terminal.out(isJson ? jsonLines(verb, answer) : answer.text(terminal.paper))
    if (next === undefined || !isAll || !isRead) {
      if (next !== undefined && isRead) {
        const option = goesOnWith(verb)
        terminal.complain([
          isJson ? JSON.stringify({ next }) : `There is more: --${option} ${next}, or --all.`,
        ])
      }
      break
    }
    input = { ...input, [goesOnWith(verb)]: next }
  }
  return verb.name === "find" && count === 0 ? EXIT.notFound : exitCodeOf(verdict)
}
