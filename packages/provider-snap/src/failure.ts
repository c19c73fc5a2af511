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
  TimedOut,
  Unauthorized,
  Unsupported,
} from "@qriskit/core"
import { type Answer, present, reasonOfStatus, retryAfterOf, textIn } from "@qriskit/core/provider-kit"
import { codeIn, isSuccess, keyOf, type ResponseCode } from "./code.js"
import type { SnapProfile } from "./profile.js"
import type { CodeMeaning } from "./profile-fields.js"

/**
 * The national list's codes that need a meaning of their own [S], by HTTP part and case. What is neither here nor in a
 * profile's `codes` has the meaning of its class.
 */
const MEANING: Readonly<Record<string, CodeMeaning>> = {
  "401xx01": "TokenRefused",
  "401xx03": "TokenRefused",
  "403xx00": "InvalidState",
  "404xx00": "InvalidState",
  "404xx01": "PaymentNotFound",
  "404xx04": "InvalidState",
  "404xx13": "InvalidRequest",
  "404xx14": "InvalidState",
  "404xx18": "DuplicateExternalId",
  "404xx19": "InvalidState",
  "405xx00": "Unsupported",
}

/** What a code means by its class alone. */
const CLASS: Readonly<Record<number, CodeMeaning>> = {
  400: "InvalidRequest",
  401: "Unauthorized",
  409: "DuplicateExternalId",
  429: "RateLimited",
}

/**
 * Of the classes that the list has no word for, only 4xx says no, as in HTTP. 408, any 5xx, and a 2xx that is not the
 * one success (202 is "in progress") leave in doubt what was done.
 */
const meaningOfClass = (http: number): CodeMeaning =>
  http >= 400 && http < 500 && http !== 408 ? "Rejected" : "ProviderUnavailable"

const meaningOf = (profile: SnapProfile, code: ResponseCode): CodeMeaning => {
  const key = keyOf(code)
  return (
    profile.codes[code.text] ??
    profile.codes[key] ??
    MEANING[key] ??
    CLASS[code.http] ??
    meaningOfClass(code.http)
  )
}

/** The field that a 400 names: in braces, or behind the sentence. */
const fieldIn = (message: string): string | undefined =>
  /\{([^{}]+)\}/.exec(message)?.[1]?.trim() ?? /field(?: format)?[:\s]+([\w.]+)\s*$/i.exec(message)?.[1]

const issuesIn = (message: string | undefined): ReadonlyArray<FieldIssue> => {
  const field = message === undefined ? undefined : fieldIn(message)
  return field === undefined || message === undefined ? [] : [{ path: field, message }]
}

/** What the code of a reason means, where there is one. */
const meaningBehind = (profile: SnapProfile, reason: Reason): CodeMeaning | undefined => {
  const code = "providerCode" in reason ? codeIn({ responseCode: reason.providerCode }) : undefined
  return code && meaningOf(profile, code)
}

/** Whether a reason says that the token was refused, and not what was asked with it: nothing was done. */
export const tokenRefusedAt =
  (profile: SnapProfile) =>
  (reason: Reason): boolean =>
    meaningBehind(profile, reason) === "TokenRefused"

/** Whether a refund was refused because its id was used before. */
export const refundIdUsedAt =
  (profile: SnapProfile) =>
  (reason: Reason): boolean =>
    meaningBehind(profile, reason) === "DuplicateExternalId"

const isRecord = (body: unknown): body is object =>
  typeof body === "object" && body !== null && !Array.isArray(body)

/** What the acquirer says of it, for people. */
const messageIn = ({ body, clean }: Answer): string | undefined => {
  const message = isRecord(body) && "responseMessage" in body ? textIn(body.responseMessage) : undefined
  return message === undefined ? undefined : clean(message)
}

const unreadable = (httpStatus: number, description: string): Reason =>
  new MalformedResponse({ outcome: "unknown", httpStatus, description })

/** HTTP's own success; 202 is "in progress", as it is in a code. */
const isHttpSuccess = (status: number): boolean => status >= 200 && status < 300 && status !== 202

const reasonOfCode = (
  profile: SnapProfile,
  operation: Operation,
  answer: Answer,
  code: ResponseCode,
): Reason | undefined => {
  const { status: httpStatus } = answer
  if (isSuccess(code))
    return isHttpSuccess(httpStatus)
      ? undefined
      : unreadable(httpStatus, `it says success (${code.text}) inside HTTP ${httpStatus}`)
  const message = messageIn(answer)
  const said = { httpStatus, ...present({ providerCode: code.text, providerMessage: message }) }
  const wait = present({ retryAfter: retryAfterOf(answer) })
  switch (meaningOf(profile, code)) {
    case "InvalidRequest":
      return new InvalidRequest({ outcome: "refused", issues: issuesIn(message), ...said })
    case "TokenRefused":
    case "Unauthorized":
      return new Unauthorized(said)
    case "PaymentNotFound":
      return operation === "create" ? new Rejected(said) : new PaymentNotFound(said)
    case "DuplicateExternalId":
      // What became of an earlier cancel or refund under this id is for an inquiry to tell.
      return operation === "create"
        ? new DuplicateExternalId(said)
        : new ProviderUnavailable({ outcome: "unknown", ...wait, ...said })
    case "InvalidState":
      return new InvalidState(said)
    case "RateLimited":
      return new RateLimited({ ...wait, ...said })
    case "Unsupported":
      return new Unsupported({ why: message ?? `${profile.title} does not offer it` })
    case "ProviderUnavailable":
      return code.http === 504
        ? new TimedOut({
            outcome: "unknown",
            description: `${profile.title} says so itself (${code.text})`,
          })
        : new ProviderUnavailable({ outcome: "unknown", ...wait, ...said })
    case "Rejected":
      return new Rejected(said)
  }
}

const reasonWithoutCode = (operation: Operation, answer: Answer): Reason | undefined =>
  reasonOfStatus(operation, answer, false, present({ providerMessage: messageIn(answer) }))

/**
 * Why an answer does not say that the call worked. Of a refund and a cancel the code is all that says so. No acquirer
 * is known to leave it out of any answer about a payment. What is no object at all is for its decoder to refuse.
 */
const withoutSuccess = ({ body, status }: Answer): Reason | undefined => {
  if (!isRecord(body)) return undefined
  return unreadable(
    status,
    "responseCode" in body
      ? "its responseCode is none that can be read, so it does not say that the call worked"
      : "it has no responseCode, so it does not say that the call worked",
  )
}

/**
 * The acquirer's refusals: by its code where there is one, else by HTTP status. What neither refuses nor says success
 * is not believed, nor is a success inside an HTTP error.
 */
export const refusalOf =
  (profile: SnapProfile, operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const code = codeIn(answer.body)
    return code === undefined
      ? (reasonWithoutCode(operation, answer) ?? withoutSuccess(answer))
      : reasonOfCode(profile, operation, answer, code)
  }

/** The same for a token's answer, which may leave out the code where it gives one [S], as BRI's does [A]. */
export const tokenRefusalOf =
  (profile: SnapProfile) =>
  (answer: Answer): Reason | undefined => {
    const code = codeIn(answer.body)
    return code === undefined
      ? reasonWithoutCode("inquire", answer)
      : reasonOfCode(profile, "inquire", answer, code)
  }
