import {
  DuplicateExternalId,
  InvalidRequest,
  InvalidState,
  MalformedResponse,
  type Operation,
  PaymentNotFound,
  ProviderUnavailable,
  RateLimited,
  type Reason,
  Rejected,
  Unauthorized,
} from "@qriskit/core"
import {
  type Answer,
  contradictedReason,
  headerOf,
  type ProviderSaid,
  present,
  reasonOfStatus,
  textIn,
} from "@qriskit/core/provider-kit"
import * as Duration from "effect/Duration"
import { isResultWord } from "./status.js"
import { recordIn } from "./wire.js"

type Said = ProviderSaid & { readonly httpStatus: number }
type Wait = { readonly retryAfter?: Duration.Duration }
type Reading = (said: Said, wait: Wait) => Reason

const invalid: Reading = (said) => new InvalidRequest({ outcome: "refused", issues: [], ...said })
const unauthorized: Reading = (said) => new Unauthorized(said)
const rejected: Reading = (said) => new Rejected(said)
const blocked: Reading = (said) => new Rejected({ about: "account", ...said })
const duplicate: Reading = (said) => new DuplicateExternalId(said)
const notFound: Reading = (said) => new PaymentNotFound(said)
const wrongState: Reading = (said) => new InvalidState(said)
const limited: Reading = (said, wait) => new RateLimited({ ...wait, ...said })
/** It may have acted: nothing says that nothing was made [INFERRED]. */
const unavailable: Reading = (said, wait) => new ProviderUnavailable({ outcome: "unknown", ...wait, ...said })
const tryLater: Reading = (said, wait) => new ProviderUnavailable({ outcome: "refused", ...wait, ...said })

/** `error_code` [DOC; INVALID_API_KEY 3P]. */
const COMMON: Readonly<Record<string, Reading>> = {
  API_VALIDATION_ERROR: invalid,
  INVALID_VALUE_ERROR: invalid,
  INVALID_PAYMENT_DETAILS: invalid,
  INVALID_TOKEN: invalid,
  CARD_EXPIRED: invalid,
  // Not a 429 [DOC].
  PAYMENT_REQUEST_RATE_LIMITED: limited,
  RATE_LIMIT_EXCEEDED: limited,
  INVALID_API_KEY: unauthorized,
  INVALID_MERCHANT_SETTINGS: rejected,
  ACCOUNT_ACCESS_BLOCKED: blocked,
  SKIP_3DS_FORBIDDEN: rejected,
  SERVER_ERROR: unavailable,
  CHANNEL_UNAVAILABLE: unavailable,
  ISSUER_UNAVAILABLE: unavailable,
}

const READINGS: Readonly<Record<Operation, Readonly<Record<string, Reading>>>> = {
  create: { ...COMMON, DATA_NOT_FOUND: rejected, ACCOUNT_ALREADY_LINKED: rejected },
  inquire: { ...COMMON, DATA_NOT_FOUND: notFound },
  cancel: {
    ...COMMON,
    DATA_NOT_FOUND: notFound,
    // Which of the two a paid one gets is not documented [NOT FOUND]: both are asked about.
    INACTIVE_PAYMENT_REQUEST: wrongState,
    INELIGIBLE_TRANSACTION_STATUS: wrongState,
    TEMPORARILY_UNAVAILABLE: tryLater,
  },
  refund: {
    ...COMMON,
    DATA_NOT_FOUND: notFound,
    REFUND_AMOUNT_EXCEEDED: wrongState,
    INELIGIBLE_TRANSACTION_STATUS: wrongState,
    PARTIAL_REFUND_COUNTS_EXCEEDED: wrongState,
    REFUND_IN_PROGRESS: wrongState,
    INSUFFICIENT_BALANCE: rejected,
    REFUND_NOT_SUPPORTED: rejected,
    PARTIAL_REFUND_NOT_SUPPORTED: rejected,
    TEMPORARILY_UNAVAILABLE: rejected,
  },
  notification: {},
  account: {},
}

/** HTTP 409 by verb. Whether a refund under its key was made is for the same refund, asked for again, to tell. */
const CONFLICT: Readonly<Record<Operation, Reading>> = {
  create: duplicate,
  inquire: wrongState,
  cancel: wrongState,
  refund: unavailable,
  notification: wrongState,
  account: wrongState,
}

/** A longer wait is not believed. */
const LONGEST_WAIT = 3_600

/** `Rate-Limit-Reset` [DOC]: seconds, with a fraction; rounded up. */
const waitIn = ({ headers }: Answer): Wait => {
  const text = headerOf(headers, "rate-limit-reset")?.trim() ?? ""
  return /^\d{1,9}(\.\d{1,9})?$/.test(text)
    ? { retryAfter: Duration.seconds(Math.min(Math.ceil(Number(text)), LONGEST_WAIT)) }
    : {}
}

/**
 * Xendit's refusals: by `error_code`, else by HTTP status. A 409 of a create is a duplicate whatever its code says: the
 * page prints DATA_NOT_FOUND there, a slip (X3). A 409 of a refund, which no page names, may be about an earlier call
 * under the same key. A code that no page names leaves in doubt what was done.
 */
export const refusalOf =
  (operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const { error_code: errorCode, message: text, id, payment_request_id, status } = recordIn(answer.body)
    const [code, message] = [textIn(errorCode), textIn(text)]
    const said = present({
      providerCode: code && answer.clean(code),
      providerMessage: message && answer.clean(message),
    })
    const reasonOfHttp = reasonOfStatus(operation, answer, false, said)
    const isResult = code === undefined && (id ?? payment_request_id) !== undefined && isResultWord(status)
    if (isResult) return contradictedReason(reasonOfHttp, answer)
    if (reasonOfHttp?._tag === "RateLimited")
      return limited({ httpStatus: answer.status, ...said }, waitFor(answer, reasonOfHttp))
    // Nothing in a body makes certain what a server error, or its time-out, leaves in doubt.
    if (code === undefined || reasonOfHttp?._tag === "ProviderUnavailable") return reasonOfHttp
    const context = { httpStatus: answer.status, ...said }
    if (answer.status === 409) return CONFLICT[operation](context, waitIn(answer))
    const readings = READINGS[operation]
    const reading = Object.hasOwn(readings, code) ? readings[code] : undefined
    return reading?.(context, waitIn(answer)) ?? unnamed(answer, reasonOfHttp)
  }

/** Xendit's own header, or the one that any gateway sends. */
const waitFor = (answer: Answer, { retryAfter }: RateLimited): Wait => {
  const own = waitIn(answer)
  return own.retryAfter === undefined ? present({ retryAfter }) : own
}

/** Credentials are refused before anything is done, whatever the code. */
const unnamed = (answer: Answer, reasonOfHttp: Reason | undefined): Reason =>
  reasonOfHttp?._tag === "Unauthorized"
    ? reasonOfHttp
    : new MalformedResponse({
        outcome: "unknown",
        httpStatus: answer.status,
        description: "its error_code is one that no page of Xendit names",
      })
