import { IdempotencyConflict, InvalidInput, NotRefundable } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import type { Page } from "../../html/page.js"
import { addressOf } from "../../html/relative.js"
import { Account, Key, line, readFields } from "../../request/fields.js"
import { accountMeant, type Visit } from "../../request/visit.js"
import type { Route } from "../../routing.js"
import { type Deed, deedRoute } from "../deed.js"
import { NOT_FOUND, troublePage } from "../trouble.js"
import { arrivalEntryOf, decodeArrival } from "./arrival-entry.js"
import { paymentPage } from "./payment-page.js"
import { decodeRefund, emptyRefund, refundEntryOf } from "./refund-entry.js"
import { decodeResolve, resolveEntryOf } from "./resolve-entry.js"
import { type RefundView, storyOf } from "./story.js"

const Subject = { key: Key, account: Schema.optionalKey(Account) }
const readSubject = readFields(Schema.Struct(Subject))
type Meant = NonNullable<ReturnType<typeof readSubject>>

const readShown = readFields(Schema.Struct({ ...Subject, after: Schema.optionalKey(line(64)) }))

const show = async (visit: Visit): Promise<Page> => {
  const asked = readShown(visit.query)
  if (asked === undefined) return troublePage(visit, NOT_FOUND)
  // A claim leads here to the order that it may be the money of.
  const arrival = { entry: arrivalEntryOf(new URLSearchParams({ claim: visit.query.get("claim") ?? "" })) }
  const account = accountMeant(visit, asked.account)
  return paymentPage(visit, await storyOf(visit, asked.key, account, { arrival, after: asked.after }))
}

const about = (visit: Visit, { key, account }: Meant) => ({ key, ...accountMeant(visit, account) })

const leadsTo = (visit: Visit, fields: Meant): string => addressOf("payment", about(visit, fields))

const refresh: Deed<Meant> = {
  page: "refresh",
  verb: "refresh",
  read: readSubject,
  about,
  carryOut: ({ house: { payments }, ...visit }, { key, account }) =>
    payments.refresh(key, accountMeant(visit, account)),
  leadsTo,
}

const readCancel = readFields(
  Schema.Struct({ ...Subject, unasked: Schema.optionalKey(Schema.Literal("yes")) }),
)

const cancel: Deed<NonNullable<ReturnType<typeof readCancel>>> = {
  page: "cancel",
  verb: "cancel",
  read: readCancel,
  about,
  carryOut: ({ house: { payments }, ...visit }, { key, account, unasked }) =>
    payments.cancel(key, { ...accountMeant(visit, account), ...(unasked === "yes" && { unasked: true }) }),
  leadsTo,
}

const acceptAmount: Deed<Meant> = {
  page: "accept-amount",
  verb: "accept",
  read: readSubject,
  about,
  carryOut: ({ house: { payments }, ...visit }, { key, account }, decision) =>
    payments.acceptAmount(key, decision, accountMeant(visit, account)),
  leadsTo,
}

interface Accepting extends Meant {
  readonly arrival: Extract<ReturnType<typeof decodeArrival>, { ok: true }>["arrival"]
}

const readArrival = (form: URLSearchParams): Accepting | undefined => {
  const subject = readSubject(form)
  const decoded = decodeArrival(arrivalEntryOf(form), new Date())
  return subject !== undefined && decoded.ok ? { ...subject, arrival: decoded.arrival } : undefined
}

const acceptMoney: Deed<Accepting> = {
  page: "accept-money",
  verb: "accept-money",
  read: readArrival,
  about: (visit, fields) => ({
    ...about(visit, fields),
    ...(fields.arrival.claim !== undefined && { subject: `claim ${fields.arrival.claim}` }),
  }),
  carryOut: ({ house: { payments }, ...visit }, { key, account, arrival }, decision) =>
    payments.acceptMoney(key, { ...arrival, ...decision }, accountMeant(visit, account)),
  leadsTo,
  refused: async (visit, form) => {
    const subject = readSubject(form)
    const entry = arrivalEntryOf(form)
    const decoded = decodeArrival(entry, new Date())
    if (subject === undefined || decoded.ok) return undefined
    const asked = { arrival: { entry, mistakes: decoded.mistakes } }
    const story = await storyOf(visit, subject.key, accountMeant(visit, subject.account), asked)
    return paymentPage(visit, story, 422)
  },
}

interface Refunding extends Meant {
  readonly refund: Extract<ReturnType<typeof decodeRefund>, { ok: true }>["refund"]
}

const readRefund = (form: URLSearchParams): Refunding | undefined => {
  const subject = readSubject(form)
  const decoded = decodeRefund(refundEntryOf(form))
  return subject !== undefined && decoded.ok ? { ...subject, refund: decoded.refund } : undefined
}

/** What the form is shown again with. */
const undone = (
  form: URLSearchParams,
  error: unknown,
): Partial<Pick<RefundView, "entry" | "mistakes" | "refusal">> | undefined => {
  const entry = refundEntryOf(form)
  if (error instanceof NotRefundable) return { entry, refusal: error.why }
  // The same form once more with another amount: what it first asked for stands.
  const mistakes = decodeRefund(entry)
  if (error instanceof IdempotencyConflict)
    return { entry: { ...entry, id: emptyRefund().id }, mistakes: ["stale"] }
  if (mistakes.ok) return undefined
  const isStale = mistakes.mistakes.includes("stale")
  return { entry: isStale ? { ...entry, id: emptyRefund().id } : entry, mistakes: mistakes.mistakes }
}

const refund: Deed<Refunding> = {
  page: "refund",
  verb: "refund",
  read: readRefund,
  about,
  carryOut: ({ house: { payments }, ...visit }, { key, account, refund: given }, { by, why }) =>
    payments.refund(key, { ...given, by, reason: why, ...accountMeant(visit, account) }),
  leadsTo,
  refused: async (visit, form, error) => {
    const subject = readSubject(form)
    const asked = undone(form, error)
    if (subject === undefined || asked === undefined) return undefined
    const account = accountMeant(visit, subject.account)
    const story = await storyOf(visit, subject.key, account, { refund: asked })
    return paymentPage(visit, story, asked.refusal === undefined ? 422 : 409)
  },
}

interface Resolving extends Meant {
  readonly said: NonNullable<ReturnType<typeof decodeResolve>>
}

const readResolve = (form: URLSearchParams): Resolving | undefined => {
  const subject = readSubject(form)
  const said = decodeResolve(resolveEntryOf(form))
  return subject !== undefined && said !== undefined ? { ...subject, said } : undefined
}

const resolveRefund: Deed<Resolving> = {
  page: "resolve-refund",
  verb: "resolve-refund",
  read: readResolve,
  about: (visit, fields) => ({ ...about(visit, fields), subject: `refund ${fields.said.externalId}` }),
  carryOut: ({ house: { payments }, ...visit }, { key, account, said }, decision) =>
    payments.resolveRefund(key, { ...said, ...decision }, accountMeant(visit, account)),
  leadsTo,
  refused: async (visit, form, error) => {
    const subject = readSubject(form)
    const entry = resolveEntryOf(form)
    const isUnsaid = error === undefined && decodeResolve(entry) === undefined
    if (subject === undefined || !(isUnsaid || error instanceof InvalidInput)) return undefined
    const resolve = { entry, mistake: isUnsaid ? ("outcome" as const) : ("refundId" as const) }
    const account = accountMeant(visit, subject.account)
    return paymentPage(visit, await storyOf(visit, subject.key, account, { resolve }), 422)
  },
}

export const routes: ReadonlyArray<Route> = [
  { method: "GET", page: "payment", answer: show },
  deedRoute(refresh),
  deedRoute(cancel),
  deedRoute(acceptAmount),
  deedRoute(acceptMoney),
  deedRoute(refund),
  deedRoute(resolveRefund),
]
