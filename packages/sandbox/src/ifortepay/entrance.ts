import * as v from "valibot"
import { basicAuthorization } from "../basic-authorization.js"
import { isSame } from "../constant-time.js"
import { describeIssues } from "../decode.js"
import { header, isJson, parseJson } from "../request-content.js"
import type { WireRequest } from "../wire.js"
import { REFUSALS } from "./answer.js"
import { signedIdsSchema } from "./request.js"
import type { IfortepaySettings } from "./settings.js"
import { requestSignature } from "./signature.js"

/** Thrown on the way to an answer; becomes the answer. */
export class Refused extends Error {
  readonly reason: { readonly status: number; readonly code: string }

  constructor(reason: { readonly status: number; readonly code: string }, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Who is asking: the merchant itself or its sub-merchant. */
export interface Merchant {
  readonly scope: string
  readonly hashKey: string
  readonly subMerchantId: string
}

/**
 * Lets a request in: Basic pair of merchant id and secret unbound id [DOC D-SEC], version, form, signature, in this
 * order [section 11; the order is INF].
 *
 * @throws Refused
 */
export function recognise(
  request: WireRequest,
  settings: IfortepaySettings,
): { merchant: Merchant; body: unknown } {
  const authorization = basicAuthorization(settings.merchantId, settings.secretUnboundId)
  if (!isSame(header(request, "authorization"), authorization)) {
    throw new Refused(REFUSALS.unauthorized, "Unauthorized Merchant Credential")
  }
  const merchant = merchantOf(header(request, "sub-merchant-id"), settings)
  if (settings.requireVersion && header(request, "x-version") !== "v3") {
    throw new Refused(REFUSALS.invalid, "x-version: must be v3")
  }
  // The header is mandatory [DOC D-SEC]; what happens without it is [NOT FOUND].
  if (!isJson(request)) throw new Refused(REFUSALS.invalid, "Content-Type: must be application/json")
  const body = parseJson(request.body)
  if (body === undefined) throw new Refused(REFUSALS.invalid, "The body is not JSON")
  const ids = decodeBody(signedIdsSchema, body)
  const expected = requestSignature(merchant.hashKey, ids.external_id, ids.order_id)
  if (!isSame(header(request, "x-req-signature"), expected)) {
    throw new Refused(REFUSALS.wrongSignature, "Invalid Signature")
  }
  return { merchant, body }
}

/** @throws Refused naming every wrong field */
export function decodeBody<const Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): v.InferOutput<Schema> {
  const decoded = v.safeParse(schema, body)
  if (decoded.success) return decoded.output
  throw new Refused(REFUSALS.invalid, describeIssues(decoded.issues))
}

function merchantOf(subMerchantId: string, settings: IfortepaySettings): Merchant {
  if (subMerchantId === "")
    return { scope: settings.merchantId, hashKey: settings.hashKey, subMerchantId: "" }
  // A sub-merchant signs with its own hash key [DOC D-SEC]. What an unknown one gets is [NOT FOUND].
  const { id, hashKey } = settings.subMerchant
  if (subMerchantId !== id) throw new Refused(REFUSALS.unauthorized, "Unauthorized Merchant Credential")
  return { scope: `${settings.merchantId}/${id}`, hashKey, subMerchantId: id }
}
