import { NoSuchItem, Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import { rupiah } from "../text/money.js"
import { called } from "./of-account.js"

/** The dead letter of an id. */
export const deadLetter = Effect.fnUntraced(function* (id: number) {
  const [letter] = yield* (yield* Payments).deadLetters.list({ after: id - 1, limit: 1 })
  return letter?.event.id === id ? letter : yield* new NoSuchItem({ what: "dead letter", id })
})

/** What it is, in a sentence. */
export const describeLetter = ({
  event,
  deliveries,
  lastError,
}: Effect.Success<ReturnType<typeof deadLetter>>) =>
  `Event ${event.id}: ${event.type} of ${called(event)}, ${rupiah(event.amount)}; handed over ${deliveries} times, at last: ${lastError}`
