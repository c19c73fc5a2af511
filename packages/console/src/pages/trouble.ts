import { QrisError } from "@qriskit/core"
import {
  DatabaseFailure,
  EndpointSecretFailure,
  IdempotencyConflict,
  InvalidInput,
  NoFreeAmount,
  NoSuchEndpoint,
  NoSuchItem,
  NoSuchPayment,
  NoSuchProvider,
  NoSuchRefund,
  NotExpected,
  NotRefundable,
  WrongRefundState,
  WrongState,
} from "@qriskit/payments"
import { html } from "../html/html.js"
import type { Page } from "../html/page.js"
import { UnreadableForm } from "../request/body.js"
import type { Visit } from "../request/visit.js"
import type { Words } from "../words/words.js"

/** What is said where something was not done. */
export interface Trouble {
  readonly status: number
  readonly say: (words: Words) => string
}

type Say = keyof Words["trouble"]

const trouble = (status: number, say: Say): Trouble => ({ status, say: ({ trouble: words }) => words[say] })

/** What a failure at the acquirer means for the money, by what was asked of it. */
const AT_ACQUIRER: Readonly<Record<string, Readonly<Record<QrisError["outcome"], Say>>>> = {
  cancel: { not_sent: "cancelNotSent", refused: "cancelRefused", unknown: "cancelUnknown" },
  refund: { not_sent: "refundNotSent", refused: "refundRefused", unknown: "refundUnknown" },
}
const AT_INQUIRY = {
  not_sent: "inquireNotSent",
  refused: "inquireRefused",
  unknown: "inquireUnknown",
} as const

/** What is as it should be, and does not go with what was asked. */
const OF_STATE = [
  WrongState,
  WrongRefundState,
  NotRefundable,
  NotExpected,
  NoFreeAmount,
  NoSuchProvider,
] as const

const NOT_THERE = [NoSuchPayment, NoSuchRefund, NoSuchEndpoint] as const

const isOfState = (error: unknown): error is InstanceType<(typeof OF_STATE)[number]> =>
  OF_STATE.some((failure) => error instanceof failure)

/** What an error means for whoever asked. What is none of ours means nothing to them. */
export const troubleOf = (error: unknown): Trouble => {
  if (error instanceof QrisError)
    return trouble(502, (AT_ACQUIRER[error.operation] ?? AT_INQUIRY)[error.outcome])
  if (error instanceof EndpointSecretFailure) return trouble(500, "secret")
  if (NOT_THERE.some((failure) => error instanceof failure)) return trouble(404, "notFound")
  if (error instanceof NoSuchItem) return trouble(409, "gone")
  if (error instanceof IdempotencyConflict) return trouble(409, "conflict")
  if (isOfState(error)) return trouble(409, "state")
  if (error instanceof InvalidInput) return trouble(400, "badRequest")
  if (error instanceof DatabaseFailure) return trouble(503, "database")
  if (error instanceof UnreadableForm)
    return error.status === 413 ? trouble(413, "tooLarge") : trouble(error.status, "badRequest")
  return trouble(500, "internal")
}

export const NOT_FOUND = trouble(404, "notFound")
export const BUSY = trouble(503, "uploads")
export const TOO_MANY = trouble(422, "tooMany")
export const NOT_ALLOWED: Trouble = { status: 403, say: ({ wrong }) => wrong.lookOnly }
export const STALE_FORM: Trouble = { status: 403, say: ({ wrong }) => wrong.stale }
export const WRONG_FORM: Trouble = { status: 422, say: ({ wrong }) => wrong.form }
export const NO_WHY: Trouble = { status: 422, say: ({ wrong }) => wrong.why }
export const WRONG_FILTER: Trouble = { status: 422, say: ({ wrong }) => wrong.filter }

/**
 * Says what was not done. Only what an error of ours says itself is shown with it: it holds no secret.
 *
 * @param back the page that one came from
 */
export const troublePage = (
  { words }: Pick<Visit, "words">,
  { status, say }: Trouble,
  error?: unknown,
  back = "books",
): Page => ({
  title: words.trouble.title,
  status,
  main: html`<section class="card narrow">
  <h1>${words.trouble.title}</h1>
  <p role="alert">${say(words)}</p>
  ${error instanceof QrisError && html`<p class="hint" lang="en">${error.reason.message}</p>`}
  ${isOfState(error) && html`<p class="hint" lang="en">${error.message}</p>`}
  <p><a class="button main" href="${back}">${words.trouble.back}</a></p>
</section>`,
})
