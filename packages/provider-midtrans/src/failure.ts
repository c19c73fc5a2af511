import {
  DuplicateExternalId,
  type FieldIssue,
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
  type ProviderSaid,
  present,
  reasonOfStatus,
  retryAfterOf,
  textIn,
} from "@qriskit/core/provider-kit"
import type * as Duration from "effect/Duration"
import { isRefundWord } from "./status.js"
import { recordIn } from "./wire.js"

type Said = ProviderSaid & { readonly httpStatus: number }

/** What an answer says beside its code. */
interface Told {
  readonly said: Said
  readonly issues: ReadonlyArray<FieldIssue>
  readonly wait: { readonly retryAfter?: Duration.Duration }
}

type Reading = (told: Told) => Reason

const invalid: Reading = ({ said, issues }) => new InvalidRequest({ outcome: "refused", issues, ...said })
const unauthorized: Reading = ({ said }) => new Unauthorized(said)
const rejected: Reading = ({ said }) => new Rejected(said)
const deactivated: Reading = ({ said }) => new Rejected({ about: "account", ...said })
const duplicate: Reading = ({ said }) => new DuplicateExternalId(said)
const notFound: Reading = ({ said }) => new PaymentNotFound(said)
const wrongState: Reading = ({ said }) => new InvalidState(said)
const limited: Reading = ({ said, wait }) => new RateLimited({ ...wait, ...said })
/** It may have acted: the pages say to ask support before repeating [INFERRED]. */
const unavailable: Reading = ({ said, wait }) =>
  new ProviderUnavailable({ outcome: "unknown", ...wait, ...said })

/** `status_code` by verb (Status codes [DOC]). */
const COMMON: Readonly<Record<string, Reading>> = {
  "400": invalid,
  "401": unauthorized,
  "402": rejected,
  "403": invalid,
  "405": invalid,
  "408": invalid,
  "409": rejected,
  "410": deactivated,
  "411": rejected,
  "412": rejected,
  "413": invalid,
  "414": rejected,
  "429": limited,
  "500": unavailable,
  "501": unavailable,
  "502": unavailable,
  "503": unavailable,
  "504": unavailable,
  "505": unavailable,
}

/** About a transaction that is there already. */
const OF_TRANSACTION = { ...COMMON, "404": notFound, "412": wrongState }

const REFUND_KEY_USED = "406"

const READINGS: Readonly<Record<Operation, Readonly<Record<string, Reading>>>> = {
  create: { ...COMMON, "404": rejected, "406": duplicate },
  inquire: OF_TRANSACTION,
  cancel: OF_TRANSACTION,
  // Whether the refund under that key was made is for an inquiry to tell.
  refund: { ...OF_TRANSACTION, [REFUND_KEY_USED]: unavailable },
  notification: {},
  account: {},
}

/** Whether a refund was refused because its key was used before. */
export const isRefundKeyUsed = (reason: Reason): boolean =>
  reason._tag === "ProviderUnavailable" && reason.providerCode === REFUND_KEY_USED

/** Codes of an answer that tells what a transaction is [DOC; 407 3P]: it counts only with a `transaction_status`. */
const TELLS: ReadonlySet<string> = new Set(["200", "201", "202", "407"])

const codeIn = (body: Readonly<Record<string, unknown>>): string | undefined => {
  const { status_code: code } = body
  return typeof code === "number" ? String(code) : textIn(code)
}

const issuesIn = (messages: unknown, clean: Answer["clean"]): ReadonlyArray<FieldIssue> =>
  Array.isArray(messages)
    ? messages.slice(0, 20).flatMap((message) => {
        const text = textIn(message)
        return text === undefined ? [] : [{ path: "", message: clean(text) }]
      })
    : []

/** What an answer says beside its code of what was done. */
interface Done {
  readonly word: string | undefined
  readonly refunded: unknown
}

/**
 * A denied charge, and a refund that the bank denied, come with 202 [DOC]: beside the word of a payment that was
 * refunded only where nothing was given back now.
 */
const isDenied = (operation: Operation, code: string, { word, refunded }: Done): boolean => {
  if (code !== "202") return false
  return operation === "refund"
    ? !isRefundWord(word) || Number(refunded) === 0
    : operation === "create" && word?.toLowerCase() === "deny"
}

/**
 * Midtrans' refusals. Most come as HTTP 200 with the code in the body [DOC]: the body's code is read first, and where
 * the HTTP status is an error, too, the worse of both counts. A code that no page names leaves in doubt what was done.
 */
export const refusalOf =
  (operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const body = recordIn(answer.body)
    const code = codeIn(body)
    const message = textIn(body["status_message"])
    const said = present({
      providerCode: code && answer.clean(code),
      providerMessage: message && answer.clean(message),
    })
    // The first use of this Idempotency-Key still runs [DOC].
    if (answer.status === 202 && answer.body === undefined)
      return new ProviderUnavailable({ outcome: "unknown", httpStatus: 202 })
    const reasonOfHttp = reasonOfStatus(operation, answer, false, said)
    if (code === undefined) return reasonOfHttp
    const reasonOfCode = reasonFor(operation, code, {
      said: { httpStatus: answer.status, ...said },
      issues: issuesIn(body["validation_messages"], answer.clean),
      wait: present({ retryAfter: retryAfterOf(answer) }),
      word: textIn(body["transaction_status"]),
      refunded: body["refund_amount"],
    })
    if (reasonOfCode === undefined) return contradictedReason(reasonOfHttp, answer)
    const isWorse = reasonOfHttp?._tag === "ProviderUnavailable" || reasonOfHttp?._tag === "RateLimited"
    return isWorse ? reasonOfHttp : reasonOfCode
  }

const reasonFor = (
  operation: Operation,
  code: string,
  { word, refunded, ...told }: Told & Done,
): Reason | undefined => {
  if (isDenied(operation, code, { word, refunded })) return new Rejected(told.said)
  if (TELLS.has(code) && word !== undefined) return undefined
  const readings = READINGS[operation]
  const reading = Object.hasOwn(readings, code) ? readings[code] : undefined
  return (
    reading?.(told) ??
    new MalformedResponse({
      outcome: "unknown",
      httpStatus: told.said.httpStatus,
      description: TELLS.has(code)
        ? "it names no transaction_status"
        : "its status_code is one that no page of Midtrans names",
    })
  )
}
