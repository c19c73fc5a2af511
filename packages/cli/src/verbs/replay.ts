import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { deadLetter, describeLetter } from "./dead-letter.js"
import { decided, itemId } from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

export const replay = defineVerb({
  name: "replay",
  title: "Hand an event over again",
  summary:
    "Hands an event over again that handlers did not take. A process with handlers does it: what they did outside of their transaction happens again.",
  example: 'qriskit replay 2041 --yes --by "Kasir Contoh" --why "the stock service is back"',
  access: "write",
  isDangerous: true,
  isIdempotent: true,
  options: { id: itemId("The event's id, from dead-letters."), ...decided },
  output: Schema.Struct({ id: Schema.Int }),
  preview: ({ id }) =>
    Effect.map(deadLetter(id), (letter) => ({ lines: ["Hands over again:", describeLetter(letter)] })),
  run: ({ id, by, why }) =>
    Effect.gen(function* () {
      const { event } = yield* deadLetter(id)
      const { deadLetters } = yield* Payments
      const { key, account } = event
      yield* recorded(
        { verb: "replay", by, why, key, account, subject: `event ${id}` },
        deadLetters.replay(id),
      )
      return { id }
    }),
  text: ({ id }) => [`Event ${id} is handed over again by the next process that has handlers for it.`],
})
