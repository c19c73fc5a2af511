import { InvalidInput } from "@qriskit/payments"
import { redirectTo } from "../../answer/answer.js"
import type { Html } from "../../html/html.js"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route, Uploaded } from "../../routing.js"
import type { ConsoleStatement } from "../../statements.js"
import { NOT_FOUND, troublePage, WRONG_FORM } from "../trouble.js"
import { checkedMark, isChecked } from "./checked.js"
import { checkedReport, refusedReport } from "./report.js"
import { passwordIn, type UploadFields, uploadFieldsIn } from "./upload-fields.js"
import { uploadForm } from "./upload-form.js"

const resultPage = async (visit: Visit, fields: UploadFields, result: Html, status = 200): Promise<Page> => ({
  title: visit.words.statements.title,
  status,
  main: (await uploadForm(visit, fields, result)) ?? result,
})

const refused = (visit: Visit, fields: UploadFields, why: string | undefined, detail?: string) =>
  resultPage(visit, fields, refusedReport(visit, why, detail), 422)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A file with what is said of it, ready to be read. */
interface Sent {
  readonly fields: UploadFields
  readonly file: Uint8Array
  readonly statement: ConsoleStatement
  readonly options: Parameters<Visit["house"]["payments"]["statements"]["import"]>[1]
}

/** Takes a form apart, and answers by itself where something is missing. */
const takeApart = async (
  visit: Visit,
  form: URLSearchParams,
  { file, tell }: Uploaded,
): Promise<Sent | Page> => {
  const reader = visit.house.options.statements
  if (reader === undefined) return troublePage(visit, NOT_FOUND)
  const said = uploadFieldsIn(form)
  if (said === undefined) return troublePage(visit, WRONG_FORM)
  const { account: _, ...others } = said
  const fields = { ...others, ...accountMeant(visit, said.account) }
  if (file === undefined) return refused(visit, fields, visit.words.statements.noFile)
  return {
    fields,
    file,
    statement: reader.read(file, passwordIn(form)),
    options: {
      by: visit.visitor.who,
      ...accountMeant(visit, said.account),
      ...(fields.provider !== undefined && { provider: fields.provider }),
      ...reader.matching,
      onProgress: tell,
    },
  }
}

/** What an import would do: nothing of it stays. */
const check: Route["answer"] = async (visit, form, uploaded) => {
  const sent = await takeApart(visit, form, uploaded)
  if ("main" in sent) return sent
  const { fields, file, statement, options } = sent
  try {
    const report = await visit.house.payments.statements.dryRun(statement, options)
    const mark = checkedMark(visit, file, fields)
    return await resultPage(visit, fields, checkedReport(visit, statement, report, mark))
  } catch (error) {
    if (!statement.isRefusal(error)) throw error
    return refused(visit, fields, undefined, messageOf(error))
  }
}

/** Imports a file that was checked. Who and why are on record before. */
const take: Route["answer"] = async (visit, form, uploaded) => {
  const sent = await takeApart(visit, form, uploaded)
  if ("main" in sent) return sent
  const { fields, file, statement, options } = sent
  const { words, visitor, house } = visit
  if (!isChecked(visit, file, fields, fields.checked ?? ""))
    return refused(visit, fields, words.statements.unchecked)
  if (fields.why === undefined) return refused(visit, fields, words.wrong.why)
  let detail: string | undefined
  const act = {
    verb: "import",
    via: "console",
    by: visitor.who,
    why: fields.why,
    subject: "statement",
    ...accountMeant(visit, fields.account),
  }
  try {
    const report = await house.payments.acts.record(act, async () => {
      try {
        return await house.payments.statements.import(statement, options)
      } catch (error) {
        if (!statement.isRefusal(error)) throw error
        detail = messageOf(error)
        // On record it is refused: nothing of the file was taken.
        throw new InvalidInput({
          operation: "statements.import",
          issues: [{ path: "file", message: detail.slice(0, 500) }],
        })
      }
    })
    return redirectTo(
      addressOf("statement", { id: String(report.import.id), account: visitor.account ?? fields.account }),
    )
  } catch (error) {
    if (detail === undefined) throw error
    return refused(visit, fields, undefined, detail)
  }
}

export const importing: ReadonlyArray<Route> = [
  { method: "POST", page: "check-statement", needs: "statements", takesFile: true, answer: check },
  { method: "POST", page: "import-statement", needs: "statements", takesFile: true, answer: take },
]
