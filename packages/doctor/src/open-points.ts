import type { Exchange } from "./exchange.js"
import type { Examination, Step } from "./finding.js"
import { shapeOf } from "./shape.js"

/** A row of a provider's "What the documentation leaves open", and what an examination shows of it. */
export interface OpenPoint {
  /** The row's first cell, as it stands in the provider's README. */
  readonly row: string
  /** What was seen; undefined where this examination did not get there. */
  readonly seen: string | undefined
}

type Look = (examination: Examination) => string | undefined

const bodiesOf = ({ exchanges }: Examination, step: Step): ReadonlyArray<Exchange> =>
  (exchanges.get(step) ?? []).filter(({ body }) => body !== undefined)

/** The last answer of a step is the verb's own: logins come before it. */
const lastOf = (examination: Examination, step: Step): Exchange | undefined =>
  bodiesOf(examination, step).at(-1)

/** Where a field of this name stands in a step's answer, and in which form. */
const field =
  (step: Step, name: RegExp): Look =>
  (examination) => {
    const answer = lastOf(examination, step)
    const found = [...shapeOf(answer?.body)].filter(([path]) => name.test(path))
    return found.length === 0 ? undefined : found.map(([path, form]) => `\`${path}\`: ${form}`).join("; ")
  }

/** Every field of a step's answer. */
const fields =
  (step: Step): Look =>
  (examination) => {
    const answer = lastOf(examination, step)
    return answer === undefined
      ? undefined
      : [...shapeOf(answer.body).keys()].map((path) => `\`${path}\``).join(", ")
  }

const answered =
  (step: Step): Look =>
  (examination) => {
    const answer = lastOf(examination, step)
    if (answer === undefined) return undefined
    const words = [...shapeOf(answer.body)].filter(([path]) => /(status|code)$/i.test(path))
    return [`HTTP ${answer.status}`, ...words.map(([path, form]) => `\`${path}\` ${form}`)].join(", ")
  }

const sentences =
  (step: Step): Look =>
  ({ findings }) => {
    const of = findings.filter((finding) => finding.step === step && finding.verdict !== "not_done")
    return of.length === 0 ? undefined : of.map(({ sentence }) => sentence).join(" ")
  }

const LOOKS: Readonly<Record<string, ReadonlyArray<readonly [row: string, Look]>>> = {
  zipay: [
    ["time zone of `expired_token`", field("create", /expired_token$/)],
    ["time zone of other times", field("inquire", /(expired|created|paid|date|time)[^.]*$/i)],
    ["create's answer after `qrString`", fields("create")],
    ["amounts and merchant ids", field("inquire", /(amount|merchant[^.]*)$/i)],
    ["status words", field("inquire", /status$/i)],
    ["error bodies", answered("unknown")],
    ["unit of a callback's amount", sentences("callback")],
  ],
  ifortepay: [
    ["where the QR string stands", field("create", /qr_?string$/i)],
    ["where the QR's image stands", field("create", /(qr_?url|image)$/i)],
    ["body of create's and inquiry's answers", fields("create")],
    ["envelope", fields("inquire")],
    ["HTTP status of an error", answered("unknown")],
    ["form of `expired_time`", field("inquire", /expired?_?time$/i)],
    ["how a cancel is refused", sentences("cancel")],
  ],
  midtrans: [
    ["`qr_string` and `expiry_time` in create's answer", field("create", /(qr_string|expiry_time)$/)],
    ["which amount the QR asks for with a fee on top", sentences("qr")],
  ],
  xendit: [
    ["the QR in test mode", sentences("qr")],
    ["which code a paid QR's cancel gets", answered("cancel")],
    ["which token a sub-account's webhooks carry", sentences("callback")],
  ],
}

/** What an examination shows of an acquirer's open points. */
export const openPointsOf = (acquirer: string, examination: Examination): ReadonlyArray<OpenPoint> =>
  (LOOKS[acquirer] ?? []).map(([row, look]) => ({ row, seen: look(examination) }))

/** The rows that are looked at, by acquirer. */
export const LOOKED_AT: Readonly<Record<string, ReadonlyArray<string>>> = Object.fromEntries(
  Object.entries(LOOKS).map(([acquirer, looks]) => [acquirer, looks.map(([row]) => row)]),
)
