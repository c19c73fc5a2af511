import type { Request } from "express"
import { type Language, languageOf } from "../words/language.js"
import { WORDS, type Words } from "../words/words.js"

/** Who looks at a page: in which language, and where. */
export interface Visit {
  readonly language: Language
  readonly words: Words
  /** The page's path, with its query. */
  readonly path: string
}

export const visitOf = (request: Request): Visit => {
  const language = languageOf(request)
  return { language, words: WORDS[language], path: request.originalUrl }
}
