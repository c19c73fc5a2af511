import {
  DuplicateExternalId,
  InvalidRequest,
  InvalidState,
  MalformedResponse,
  type Operation,
  PaymentNotFound,
  ProviderUnavailable,
  type Reason,
  Rejected,
  Unauthorized,
} from "@qriskit/core"
import {
  type Answer,
  contradictedReason,
  type ProviderSaid,
  present,
  reasonOfStatus,
  retryAfterOf,
  textIn,
} from "@qriskit/core/provider-kit"
import type * as Duration from "effect/Duration"
import { unwrap } from "./wire.js"

type Said = ProviderSaid & { readonly httpStatus: number }

/** How long the answer asks us to wait. */
type Wait = { readonly retryAfter?: Duration.Duration }

/** The call worked. It does not mean that money moved: `transaction_status` tells [INF]. */
const SUCCESS = "00"

/** Its vendor, the acquirer, failed or refused [DOC]. */
const VENDOR_ERROR = "03"

const unavailable = (said: Said, wait: Wait): Reason =>
  new ProviderUnavailable({ outcome: "unknown", ...said, ...wait })
const unauthorized = (said: Said): Reason => new Unauthorized(said)
const invalid = (said: Said): Reason => new InvalidRequest({ outcome: "refused", issues: [], ...said })
const notFound = (said: Said): Reason => new PaymentNotFound(said)

/** What a repeated external id is answered with is not documented; `01` is assumed, told apart by its text [INF]. */
const TELLS_DUPLICATE =
  /external[_ -]?id\b.*\b(duplicate|already|exists?|used|unique)|\b(duplicate|already|exists?)\b.*external[_ -]?id/i

/** The card product answers `01` for an unknown id [SDK]. */
const TELLS_NOT_FOUND = /not found/i

/** `99` is "Unknown Error / Invalid Signature" [DOC]. */
const TELLS_SIGNATURE = /signature/i

/** `response_code` (appendix [DOC]) by verb. */
const REASON_OF_CODE: Readonly<Record<string, (operation: Operation, said: Said, wait: Wait) => Reason>> = {
  "01": (operation, said) => {
    const { providerMessage: message = "" } = said
    if (operation === "create")
      return TELLS_DUPLICATE.test(message) ? new DuplicateExternalId(said) : invalid(said)
    if (TELLS_NOT_FOUND.test(message)) return notFound(said)
    return operation === "cancel" ? new InvalidState(said) : invalid(said)
  },
  "02": (operation, said) => (operation === "create" ? new Rejected(said) : notFound(said)),
  [VENDOR_ERROR]: (_, said, wait) => unavailable(said, wait),
  "04": (_, said) => unauthorized(said),
  "98": (_, said, wait) => unavailable(said, wait),
  "99": (_, said, wait) =>
    TELLS_SIGNATURE.test(said.providerMessage ?? "") ? unauthorized(said) : unavailable(said, wait),
}

/**
 * Whether a cancel may have failed because of what the payment is already. How iFortepay refuses such a cancel is not
 * documented [NOT FOUND]: `01` and `03` are both taken for it [INF], until an inquiry tells.
 */
export const mayBeAboutState = (reason: Reason): reason is InvalidState | ProviderUnavailable =>
  reason._tag === "InvalidState"
    ? reason.status === undefined
    : reason._tag === "ProviderUnavailable" && reason.providerCode === VENDOR_ERROR

const unreadable = (httpStatus: number, description: string): Reason =>
  new MalformedResponse({ outcome: "unknown", httpStatus, description })

/** A code that is there and no text, inside HTTP's success. */
const withoutCode = (code: unknown, { status }: Answer): Reason | undefined =>
  code === undefined || code === null || typeof code === "string"
    ? undefined
    : unreadable(status, "its response_code is no text")

/**
 * iFortepay's refusals. The body's code counts first, the HTTP status second [INF], except for 429: whoever limits
 * calls stands in front of everything. A code that is not in the table is never read as a refusal, nor is an HTTP error
 * whose code says success: the provider may have acted.
 */
export const refusalOf =
  (operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const body = unwrap(answer.body)
    const code = textIn(body?.["response_code"])
    const message = textIn(body?.["response_message"]) ?? textIn(body?.["error"])
    const said = present({
      providerCode: code && answer.clean(code),
      providerMessage: message && answer.clean(message),
    })
    const reasonOfHttp = reasonOfStatus(operation, answer, false, said)
    if (code === SUCCESS) return contradictedReason(reasonOfHttp, answer)
    if (code === undefined) return reasonOfHttp ?? withoutCode(body?.["response_code"], answer)
    if (answer.status === 429) return reasonOfHttp
    const context = { httpStatus: answer.status, ...said }
    const wait = present({ retryAfter: retryAfterOf(answer) })
    const reasonOfCode = Object.hasOwn(REASON_OF_CODE, code) ? REASON_OF_CODE[code] : undefined
    return reasonOfCode?.(operation, context, wait) ?? unavailable(context, wait)
  }
