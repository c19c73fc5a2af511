import * as v from "valibot"
import { basicAuthorization } from "../basic-authorization.js"
import { isSame } from "../constant-time.js"
import { describeIssues } from "../decode.js"
import { header, isJson, parseJson } from "../request-content.js"
import type { WireRequest } from "../wire.js"
import type { XenditSettings } from "./settings.js"

/** Thrown on the way to an answer; becomes the answer. */
export class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The one version of the Payments API that is emulated. */
const VERSION = "2024-11-11"

/** Who is asking: the account itself, or a sub-account. */
export interface Account {
  readonly scope: string
  readonly userId?: string
}

/** @throws Refused */
export function recognise(
  request: WireRequest,
  { secretKey, businessId, subAccount }: XenditSettings,
): Account {
  if (!isSame(header(request, "authorization"), basicAuthorization(secretKey)))
    throw new Refused(401, "INVALID_API_KEY", "The API key is not authorized for this API service")
  const userId = header(request, "for-user-id")
  if (userId === "") return { scope: businessId }
  // What an unknown one gets is [NOT FOUND].
  if (userId !== subAccount.userId)
    throw new Refused(403, "ACCOUNT_ACCESS_BLOCKED", "The sub-account does not belong to this account")
  return { scope: userId, userId }
}

/** What a request without it gets is [NOT FOUND]: a validation error is assumed. @throws Refused */
export function requireVersion(request: WireRequest): void {
  if (header(request, "api-version") === VERSION) return
  throw new Refused(400, "API_VALIDATION_ERROR", `api-version: must be ${VERSION}`)
}

/** @throws Refused 400, naming every wrong field */
export function readBody<const Schema extends v.GenericSchema>(
  schema: Schema,
  request: WireRequest,
): v.InferOutput<Schema> {
  const body = isJson(request) ? parseJson(request.body) : undefined
  if (body === undefined) throw new Refused(400, "API_VALIDATION_ERROR", "The body must be JSON")
  const decoded = v.safeParse(schema, body)
  if (decoded.success) return decoded.output
  throw new Refused(400, "API_VALIDATION_ERROR", describeIssues(decoded.issues))
}
