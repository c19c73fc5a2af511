import * as v from "valibot"
import { basicAuthorization } from "../basic-authorization.js"
import { isSame } from "../constant-time.js"
import { describeIssues } from "../decode.js"
import { header, isJson, parseJson } from "../request-content.js"
import type { WireRequest } from "../wire.js"
import type { MidtransSettings } from "./settings.js"

/** Thrown on the way to an answer; becomes the answer. */
export class Refused extends Error {
  readonly code: number
  readonly validation: ReadonlyArray<string>

  constructor(code: number, message: string, validation: ReadonlyArray<string> = []) {
    super(message)
    this.code = code
    this.validation = validation
  }
}

/** Basic, of the server key and an empty password. @throws Refused 401 [DOC S1] */
export function requireKey(request: WireRequest, { serverKey }: MidtransSettings): void {
  if (isSame(header(request, "authorization"), basicAuthorization(serverKey))) return
  throw new Refused(401, "Transaction cannot be authorized with the current client/server key.")
}

/** Reads a JSON body. @throws Refused 413 for what is no JSON, 400 naming every wrong field */
export function readBody<const Schema extends v.GenericSchema>(
  schema: Schema,
  request: WireRequest,
): v.InferOutput<Schema> {
  const body = isJson(request) ? parseJson(request.body) : undefined
  if (body === undefined)
    throw new Refused(413, "The request cannot be processed due to malformed syntax in the request body")
  const decoded = v.safeParse(schema, body)
  if (decoded.success) return decoded.output
  throw new Refused(400, "One or more parameters in the payload is invalid.", [
    describeIssues(decoded.issues),
  ])
}
