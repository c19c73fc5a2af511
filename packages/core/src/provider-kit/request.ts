import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { type Operation, QrisError } from "../error.js"
import type { FieldIssue } from "../field-issue.js"
import { PaymentRef, RefundRef } from "../payment.js"
import { InvalidRequest } from "../reason.js"
import { decodeDirectly } from "./direct-reader.js"
import { issuesOf } from "./schema-issues.js"

/** A `QrisError` about a request that never left. */
export const invalidRequest = (
  provider: string,
  operation: Operation,
  issues: ReadonlyArray<FieldIssue>,
): QrisError =>
  new QrisError({ provider, operation, reason: new InvalidRequest({ outcome: "not_sent", issues }) })

/** The fields of a request that are right by themselves. */
export type Candidate<Request> = { readonly [K in keyof Request]?: Request[K] }

/** What a schema cannot say of a request: rules that need the clock or the configuration. */
export type RequestRules<Request> = (candidate: Candidate<Request>) => ReadonlyArray<FieldIssue>

/** A request's schema: a `Schema.Class` or `Schema.Struct`. */
type RequestSchema = Schema.Codec<object, unknown> & {
  readonly fields: Readonly<Record<string, Schema.Codec<unknown, unknown>>>
}

/** Decodes each field on its own and keeps those that pass, so that rules can be checked beside a schema's issues. */
const candidateIn = <S extends RequestSchema>(schema: S, input: unknown): Candidate<S["Type"]> => {
  if (typeof input !== "object" || input === null) return {}
  const candidate: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(input)) {
    const fieldSchema = Object.hasOwn(schema.fields, field) ? schema.fields[field] : undefined
    const decoded = fieldSchema && Schema.decodeUnknownResult(fieldSchema)(value)
    if (decoded && Result.isSuccess(decoded)) candidate[field] = decoded.success
  }
  // Every field was decoded by the schema of its own name.
  return candidate as Candidate<S["Type"]>
}

/**
 * Checks a request before the network: its schema, and rules that need the clock or the configuration. Fails with one
 * `InvalidRequest` that lists every bad field. A field that breaks its schema is not shown to the rules. A field that
 * nobody knows is refused: whoever mistypes `expiresAt` relies on it.
 *
 * @example
 * ```ts
 * import { CreatePayment } from "@qriskit/core"
 * import { decodeRequest } from "@qriskit/core/provider-kit"
 *
 * const decode = decodeRequest("contoh", "create", CreatePayment)
 * const request = decode({ amount: 500, externalId: "order-1001-1" }, ({ amount }) =>
 *   amount !== undefined && amount < 1_000 ? [{ path: "amount", message: "must be at least Rp 1.000" }] : [],
 * )
 * ```
 */
export const decodeRequest = <S extends RequestSchema>(
  provider: string,
  operation: Operation,
  schema: S,
): ((input: unknown, rules?: RequestRules<S["Type"]>) => Effect.Effect<S["Type"], QrisError>) => {
  const decode = decodeDirectly(schema, { errors: "all", onExcessProperty: "error" })
  return (input, rules = () => []) => {
    const decoded = decode(input)
    const issues = Result.isSuccess(decoded)
      ? rules(decoded.success)
      : [...issuesOf(decoded.failure), ...rules(candidateIn(schema, input))]
    return Result.isSuccess(decoded) && issues.length === 0
      ? Effect.succeed(decoded.success)
      : Effect.fail(invalidRequest(provider, operation, issues))
  }
}

/** Checks which refund is asked about; one that a later version stored with more fields is accepted. */
export const decodeRefundRef =
  (provider: string) =>
  (input: unknown): Effect.Effect<RefundRef, QrisError> => {
    const decoded = decodeRefund(input)
    return Result.isSuccess(decoded)
      ? Effect.succeed(decoded.success)
      : Effect.fail(invalidRequest(provider, "inquire", issuesOf(decoded.failure)))
  }

/**
 * The rule for references whose payment id becomes part of a path: encoded it cannot lead elsewhere, unless it is `.`
 * or `..`, which a client takes for the folder. Half a character cannot be encoded at all.
 */
export const paymentIdInPath: RequestRules<PaymentRef> = ({ paymentId }) =>
  paymentId === undefined || !/^\.{1,2}$|\p{Cs}/u.test(paymentId)
    ? []
    : [{ path: "paymentId", message: "must be an id that can stand in a path" }]

const decodeRefund = Schema.decodeUnknownResult(RefundRef, { errors: "all", onExcessProperty: "ignore" })
const decodePaymentRef = decodeDirectly(PaymentRef, { errors: "all" })

/** Why a reference is not this client's. */
const foreignTo = (
  provider: string,
  account: string | undefined,
  ref: PaymentRef,
): ReadonlyArray<FieldIssue> => {
  const issue = (path: string, message: string) => [{ path, message }]
  if (ref.provider !== provider)
    return issue("provider", `must be "${provider}": this reference belongs to another provider`)
  if (ref.account === account) return []
  return account === undefined
    ? issue("account", "must be absent: this reference belongs to an account, and this client has none")
    : issue("account", `must be "${account}": this reference belongs to another account, or to none`)
}

/** What a reference must be beside its shape and its provider. */
export interface RefRules {
  /** Whose credentials the client has; absent where it is the only one. */
  readonly account?: string | undefined
  /** What else must hold, such as `paymentIdInPath`. */
  readonly rules?: RequestRules<PaymentRef>
}

/**
 * Checks a reference: its shape, and that it belongs to this provider and account. A reference from `JSON.parse` is
 * accepted, one that a later version stored with more fields too. Nothing is sent for a reference of another account.
 */
export const decodeRef =
  (
    provider: string,
    operation: Operation,
    { account, rules = () => [] }: RefRules = {},
  ): ((input: unknown) => Effect.Effect<PaymentRef, QrisError>) =>
  (input) => {
    const decoded = decodePaymentRef(input)
    const issues = Result.isSuccess(decoded)
      ? [...foreignTo(provider, account, decoded.success), ...rules(decoded.success)]
      : issuesOf(decoded.failure)
    return Result.isSuccess(decoded) && issues.length === 0
      ? Effect.succeed(decoded.success)
      : Effect.fail(invalidRequest(provider, operation, issues))
  }
