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
import { codeIn, type ResponseCode } from "./code.js"
import type { CodeMeaning, SnapProfile } from "./profile.js"

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
  "409xx00": "DuplicateExternalId",
  "409xx01": "DuplicateExternalId",
}

/** What a code means by its class alone. 202 is "in progress", which is no success. */
const CLASS: Readonly<Record<number, CodeMeaning>> = {
  202: "ProviderUnavailable",
  400: "InvalidRequest",
  401: "Unauthorized",
  429: "RateLimited",
  500: "ProviderUnavailable",
  504: "ProviderUnavailable",
}

const meaningOf = (profile: SnapProfile, code: ResponseCode): CodeMeaning =>
  profile.codes[code.text] ?? profile.codes[code.key] ?? MEANING[code.key] ?? CLASS[code.http] ?? "Rejected"

/** The field that a 400 names: in braces, or behind the sentence. */
const fieldIn = (message: string): string | undefined =>
  /\{([^{}]+)\}/.exec(message)?.[1]?.trim() ?? /field(?: format)?[:\s]+([\w.]+)\s*$/i.exec(message)?.[1]

const issuesIn = (message: string | undefined): ReadonlyArray<FieldIssue> => {
  const field = message === undefined ? undefined : fieldIn(message)
  return field === undefined || message === undefined ? [] : [{ path: field, message }]
}

/** Whether a reason says that the token was refused, and not what was asked with it: nothing was done. */
export const isTokenRefused = (reason: Reason): boolean =>
  reason._tag === "Unauthorized" &&
  reason.providerCode !== undefined &&
  /^401\d{2,3}0[13]$/.test(reason.providerCode)

/** The acquirer's refusals: by its code where there is one, else by HTTP status. */
export const refusalOf =
  (profile: SnapProfile, operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const { body, status: httpStatus } = answer
    const code = codeIn(body)
    const isRecord = typeof body === "object" && body !== null && !Array.isArray(body)
    const providerMessage = isRecord && "responseMessage" in body ? textIn(body.responseMessage) : undefined
    const message = providerMessage === undefined ? undefined : answer.clean(providerMessage)
    if (code === undefined)
      return reasonOfStatus(operation, answer, false, present({ providerMessage: message }))
    if (code.http === 200) {
      return httpStatus >= 500
        ? new MalformedResponse({
            outcome: "unknown",
            httpStatus,
            description: `it says success (${code.text}) inside HTTP ${httpStatus}`,
          })
        : undefined
    }
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
        return new DuplicateExternalId(said)
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
