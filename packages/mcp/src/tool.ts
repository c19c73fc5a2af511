import type { Tool } from "@modelcontextprotocol/sdk/types.js"
import type { Verb } from "@qriskit/cli/verbs"
import { inputSchemaOf, outputSchemaOf } from "./json-schema.js"

const pageOf = ({ options, isList }: Verb): string => {
  const cursor = ["after", "before"].find((name) => name in options)
  return isList && cursor !== undefined
    ? ` Where \`next\` is in the answer there are more: give it as \`${cursor}\`.`
    : ""
}

const actOf = ({ access, isDangerous }: Verb): string =>
  access === "look"
    ? ""
    : ` Recorded with who decided and why: \`by\` is the person who asked for it${isDangerous ? ", and who has agreed to exactly this" : ""}.`

/** A verb as a tool. */
export const toolOf = (verb: Verb): Tool => ({
  name: verb.name,
  title: verb.title,
  description: `${verb.summary.replace(/ Exit code 1 .*$/, "")}${pageOf(verb)}${actOf(verb)}`,
  // Made as JSON Schema by Effect.
  inputSchema: inputSchemaOf(verb) as Tool["inputSchema"],
  outputSchema: outputSchemaOf(verb) as NonNullable<Tool["outputSchema"]>,
  annotations: {
    title: verb.title,
    readOnlyHint: verb.access === "look",
    destructiveHint: verb.isDangerous,
    idempotentHint: verb.isIdempotent,
    openWorldHint: verb.providerOf !== undefined,
  },
})
