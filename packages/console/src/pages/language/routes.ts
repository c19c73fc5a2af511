import * as Schema from "effect/Schema"
import { redirectTo } from "../../answer/answer.js"
import { line, readFields } from "../../request/fields.js"
import type { Route } from "../../routing.js"
import { LANGUAGES, languageCookie } from "../../words/language.js"
import { NOT_FOUND, troublePage } from "../trouble.js"

const read = readFields(
  Schema.Struct({
    to: Schema.Literals(LANGUAGES),
    /** Where one came from: a page of this folder. */
    page: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[a-z][a-z-]{0,31}$/))),
    query: Schema.optionalKey(line(2_000)),
  }),
)

/** Pages that show; a form's own address shows nothing without it. */
const pageOf = (page: string | undefined, query: string | undefined): string =>
  page === undefined ? "books" : `${page}${query === undefined ? "" : `?${new URLSearchParams(query)}`}`

/** Remembers a language, and leads back. */
export const routes: ReadonlyArray<Route> = [
  {
    method: "GET",
    page: "language",
    answer: async (visit) => {
      const asked = read(visit.query)
      if (asked === undefined) return troublePage(visit, NOT_FOUND)
      return redirectTo(pageOf(asked.page, asked.query), { "set-cookie": languageCookie(asked.to) })
    },
  },
]
