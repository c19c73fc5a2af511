import type { Language } from "@qriskit/console/html"
import type { Request } from "express"
import { addressAt, type Seat } from "../session/seat.js"
import { seatIfAny } from "../session/signed-in.guard.js"
import { languageOf } from "../words/language.js"
import { WORDS, type Words } from "../words/words.js"

/** Who looks at a page: in which language, and where. */
export interface Visit {
  readonly language: Language
  readonly words: Words
  /** The page's path, with its query. */
  readonly path: string
  /** Where they signed in. Absent on pages that are everybody's. */
  readonly seat: Seat | undefined
}

/** The address of a payment's page for this visitor, or of what lies below it. */
export const addressOf = ({ seat }: Visit, payment: Parameters<typeof addressAt>[1], below = ""): string =>
  seat === undefined ? "/" : addressAt(seat, payment, below)

export const visitOf = (request: Request): Visit => {
  const language = languageOf(request)
  return { language, words: WORDS[language], path: request.originalUrl, seat: seatIfAny(request) }
}
