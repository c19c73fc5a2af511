import {
  DuplicateExternalId,
  InvalidRequest,
  InvalidState,
  type Operation,
  PaymentNotFound,
  ProviderUnavailable,
  type Reason,
  Rejected,
  Unauthorized,
} from "@qriskit/core"
import { type Answer, type ProviderSaid, present, reasonOfStatus, textIn } from "@qriskit/core/provider-kit"
import { unwrap } from "./wire.js"

type Said = ProviderSaid & { readonly httpStatus: number }

/** The call worked. It does not mean that money moved: `transaction_status` tells [INF]. */
const SUCCESS = "00"

const unavailable = (said: Said): Reason => new ProviderUnavailable({ outcome: "unknown", ...said })
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

/** `response_code` (appendix [DOC]) by verb. A cancel that is refused says nothing of the state: `provider.ts` inquires. */
const REASON_OF_CODE: Readonly<Record<string, (operation: Operation, said: Said) => Reason>> = {
  "01": (operation, said) => {
    const message = said.providerMessage ?? ""
    if (operation === "create")
      return TELLS_DUPLICATE.test(message) ? new DuplicateExternalId(said) : invalid(said)
    if (TELLS_NOT_FOUND.test(message)) return notFound(said)
    return operation === "cancel" ? new InvalidState(said) : invalid(said)
  },
  "02": (operation, said) => (operation === "create" ? new Rejected(said) : notFound(said)),
  "03": (_, said) => unavailable(said),
  "04": (_, said) => unauthorized(said),
  "98": (_, said) => unavailable(said),
  "99": (_, said) =>
    TELLS_SIGNATURE.test(said.providerMessage ?? "") ? unauthorized(said) : unavailable(said),
}

/**
 * iFortepay's refusals. The body's code counts first, the HTTP status second [INF]. A code that is not in the table is
 * never read as a refusal: the provider may have acted.
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
    if (code === undefined || code === SUCCESS) {
      return reasonOfStatus(operation, answer, code !== undefined, said)
    }
    const context = { httpStatus: answer.status, ...said }
    const reasonOfCode = Object.hasOwn(REASON_OF_CODE, code) ? REASON_OF_CODE[code] : undefined
    return reasonOfCode?.(operation, context) ?? unavailable(context)
  }
