import { type FieldIssue, InvalidRequest, type Operation, type Reason, Rejected } from "@qriskit/core"
import {
  type Answer,
  contradictedReason,
  type ProviderSaid,
  present,
  reasonOfStatus,
  textIn,
} from "@qriskit/core/provider-kit"

type JsonRecord = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** No error body is documented [NOT FOUND]: `message` beside or inside `data`, by analogy with successes [INFERRED]. */
const messageIn = (body: JsonRecord): string | undefined =>
  textIn(body["message"]) ?? (isRecord(body["data"]) ? textIn(body["data"]["message"]) : undefined)

/** The fields of a 422 as Laravel words it: `{ "errors": { "amount": ["…"] } }` [INFERRED]. At most 20. */
const issuesIn = ({ errors }: JsonRecord, clean: Answer["clean"]): ReadonlyArray<FieldIssue> =>
  isRecord(errors)
    ? Object.entries(errors)
        .slice(0, 20)
        .map(([path, messages]) => ({
          path: clean(path),
          message: clean(textIn(Array.isArray(messages) ? messages[0] : messages) ?? "is not valid"),
        }))
    : []

/** The house envelope, told by `success`: many a gateway's error page has a `status` of its own. */
const isEnvelope = (body: JsonRecord): boolean => typeof body["success"] === "boolean"

/** The body repeats the HTTP status; where they differ, the one that is an error counts. */
const effectiveStatus = (answer: Answer, body: JsonRecord): number => {
  const repeated = body["status"]
  return answer.status < 400 && typeof repeated === "number" && repeated >= 400 && repeated < 600
    ? repeated
    : answer.status
}

/** These speak of a payment only in Zipay's own envelope; other refusals may come from its framework. */
const NEEDS_ENVELOPE: ReadonlySet<number> = new Set([404, 409])

/** Zipay's refusals: by HTTP status (Response codes [DOC]); no error code is documented. */
export const refusalOf =
  (operation: Operation) =>
  (answer: Answer): Reason | undefined => {
    const { body } = answer
    if (!isRecord(body)) return reasonOfStatus(operation, answer, false)
    const status = effectiveStatus(answer, body)
    const message = messageIn(body)
    const said: ProviderSaid = present({ providerMessage: message && answer.clean(message) })
    const isOwnWords = isEnvelope(body) || !NEEDS_ENVELOPE.has(status)
    const reason = reasonOfStatus(operation, { ...answer, status }, isOwnWords, said)
    if (body["success"] === true) return contradictedReason(reason, { status })
    if (reason === undefined && body["success"] === false)
      return new Rejected({ httpStatus: status, ...said })
    return reason?._tag === "InvalidRequest"
      ? new InvalidRequest({
          outcome: "refused",
          issues: issuesIn(body, answer.clean),
          httpStatus: status,
          ...said,
        })
      : reason
  }
