import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { deadLetter, describeLetter } from "./dead-letter.js"
import { decided, itemId } from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

export const skip = defineVerb({
  name: "skip",
  title: "Skip an event",
  summary:
    "Counts an event that was given up as delivered, so that what follows it goes on. Its handlers never see it.",
  example: 'qriskit skip 2041 --yes --by "Kasir Contoh" --why "fulfilled by hand"',
  access: "write",
  isDangerous: true,
  options: { id: itemId("The event's id, from dead-letters."), ...decided },
  output: Schema.Struct({ id: Schema.Int, skippedBy: Schema.String }),
  preview: ({ id }) =>
    Effect.map(deadLetter(id), (letter) => ({
      lines: ["No handler will ever see:", describeLetter(letter)],
    })),
  run: ({ id, by, why }) =>
    Effect.gen(function* () {
      const { event } = yield* deadLetter(id)
      const { deadLetters } = yield* Payments
      const { key, account } = event
      yield* recorded(
        { verb: "skip", by, why, key, account, subject: `event ${id}` },
        deadLetters.skip(id, { by, why }),
      )
      return { id, skippedBy: by }
    }),
  text: ({ id }) => [`Event ${id} is skipped.`],
})
