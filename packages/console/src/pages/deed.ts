import type { ActInput } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import { redirectTo } from "../answer/answer.js"
import type { Page } from "../html/page.js"
import { readFields, Why } from "../request/fields.js"
import { mayAct, type Visit } from "../request/visit.js"
import type { Route } from "../routing.js"
import { NO_WHY, NOT_ALLOWED, troublePage, WRONG_FORM } from "./trouble.js"

/** Who decided, and why. */
export interface Decision {
  readonly by: string
  readonly why: string
}

/** Something that a person does with a form of ours. */
export interface Deed<Fields> {
  /** Where its form is posted to. */
  readonly page: string
  /** The word under which it goes on record. */
  readonly verb: string
  readonly read: (form: URLSearchParams) => Fields | undefined
  /** What it is done to, for the record. Rejects where that is none of this visitor's. */
  readonly about: (
    visit: Visit,
    fields: Fields,
  ) => Pick<ActInput, "key" | "account" | "subject"> | Promise<Pick<ActInput, "key" | "account" | "subject">>
  readonly carryOut: (visit: Visit, fields: Fields, decision: Decision) => Promise<unknown>
  /** The page that shows what came of it. */
  readonly leadsTo: (visit: Visit, fields: Fields) => string
  /** A page of its own for an error that whoever asked can mend. */
  readonly refused?: (visit: Visit, form: URLSearchParams, error: unknown) => Promise<Page | undefined>
}

const readWhy = readFields(Schema.Struct({ why: Why }))

/** Where its form is posted to: it is stored with who and why before it is done. What cannot be stored is not done. */
export const deedRoute = <Fields>(deed: Deed<Fields>): Route => ({
  method: "POST",
  page: deed.page,
  answer: async (visit, form) => {
    if (!mayAct(visit)) return troublePage(visit, NOT_ALLOWED)
    const fields = deed.read(form)
    const why = readWhy(form)?.why
    if (fields === undefined || why === undefined) {
      const page = await deed.refused?.(visit, form, undefined)
      return page ?? troublePage(visit, fields === undefined ? WRONG_FORM : NO_WHY)
    }
    const by = visit.visitor.who
    try {
      const about = await deed.about(visit, fields)
      await visit.house.payments.acts.record({ verb: deed.verb, via: "console", by, why, ...about }, () =>
        deed.carryOut(visit, fields, { by, why }),
      )
    } catch (error) {
      const page = await deed.refused?.(visit, form, error)
      if (page === undefined) throw error
      return page
    }
    return redirectTo(deed.leadsTo(visit, fields))
  },
})
