import * as v from "valibot"
import { describeIssues } from "../decode.js"
import { isForm, isJson, parseJson } from "../request-content.js"
import type { WireRequest } from "../wire.js"

/** Thrown on the way to an answer; becomes the answer. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Reads a JSON body. @throws Refused 400, naming every wrong field */
export function readJson<const Schema extends v.GenericSchema>(
  schema: Schema,
  request: WireRequest,
): v.InferOutput<Schema> {
  const body = isJson(request) ? parseJson(request.body) : undefined
  if (body === undefined) throw new Refused(400, "The body must be JSON, sent as application/json")
  return decode(schema, body)
}

/** Login also takes a form [DOC S1]. @throws Refused 400 */
export function readJsonOrForm<const Schema extends v.GenericSchema>(
  schema: Schema,
  request: WireRequest,
): v.InferOutput<Schema> {
  if (!isForm(request)) return readJson(schema, request)
  return decode(schema, Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString())))
}

function decode<const Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const decoded = v.safeParse(schema, body)
  if (decoded.success) return decoded.output
  throw new Refused(400, describeIssues(decoded.issues))
}
