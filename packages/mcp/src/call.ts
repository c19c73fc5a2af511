import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js"
import {
  type Answer,
  type Desk,
  type Failure,
  failureOf,
  PLAIN,
  type Verb,
  type VerbError,
} from "@qriskit/cli/verbs"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { MOST_ITEMS, USUAL_ITEMS } from "./json-schema.js"

/** Characters of JSON that an answer may have, and of its summary. */
const MOST_CHARACTERS = 200_000
const MOST_SUMMARY = 20_000

/** A failure as a tool tells it: in words, and as JSON. */
export const failed = (failure: Failure): CallToolResult => ({
  isError: true,
  content: [
    { type: "text", text: failure.message },
    { type: "text", text: JSON.stringify({ error: failure }) },
  ],
})

const misuse = (tag: string, message: string): CallToolResult => failed({ tag, message, outcome: "not_done" })

const summaryOf = (answer: Answer): string => {
  const text = answer.text(PLAIN).join("\n")
  return text.length > MOST_SUMMARY
    ? `${text.slice(0, MOST_SUMMARY)}…\n(the rest is in the structured content)`
    : text
}

const answered = (answer: Answer): CallToolResult => {
  const { length } = JSON.stringify(answer.value)
  if (length > MOST_CHARACTERS)
    return misuse(
      "TooLarge",
      `The answer has ${length} characters, ${MOST_CHARACTERS} is the most: ask for fewer with limit.`,
    )
  return {
    // Every verb's output is an object.
    structuredContent: answer.value as Record<string, unknown>,
    content: [
      { type: "text", text: summaryOf(answer) },
      ...(answer.verdict === "unknown"
        ? [
            {
              type: "text" as const,
              text: "Nobody knows yet whether it was done. Do not do it again: look with show.",
            },
          ]
        : []),
    ],
  }
}

/** As many records as a list has where nobody says. */
const withLimit = (
  { isList, options }: Verb,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  isList && "limit" in options ? { limit: USUAL_ITEMS, ...input } : input

const isTooMany = ({ isList }: Verb, limit: unknown): boolean =>
  isList && typeof limit === "number" && limit > MOST_ITEMS

/**
 * Calls a verb as a tool. What goes wrong is an answer, with the error's own words, reason and outcome.
 *
 * @param signal ends a look; what writes is carried to its end
 */
export const callVerb = async (
  verb: Verb,
  given: Readonly<Record<string, unknown>>,
  desk: Desk,
  signal: AbortSignal,
): Promise<CallToolResult> => {
  const input = withLimit(verb, given)
  if (isTooMany(verb, input["limit"]))
    return misuse("InvalidInput", `${verb.name}: limit must be 1 to ${MOST_ITEMS}.`)
  const running: Effect.Effect<Answer, VerbError> = desk.run(verb, input)
  const exit = await Effect.runPromiseExit(running, verb.access === "look" ? { signal } : {})
  if (Exit.isSuccess(exit)) return answered(exit.value)
  const failure = Cause.findError(exit.cause)
  // What nobody expected may hold anything.
  return Result.isSuccess(failure)
    ? failed(failureOf(failure.success))
    : failed({
        tag: "Fault",
        message: `${verb.name} ended with a fault of this server's.`,
        outcome: verb.access === "look" ? "not_done" : "unknown",
      })
}
