import { textIn } from "@qriskit/core/provider-kit"

/** A `responseCode`: HTTP class, service and case (SNAP BI, response codes [S]). */
export interface ResponseCode {
  /** As it came, for people. */
  readonly text: string
  /** The first three digits: 200, 404, … */
  readonly http: number
  /** The last two digits. */
  readonly case: string
  /** HTTP part and case without the service, as profiles write them: `409xx01`. */
  readonly key: string
}

/** Seven digits; eight occur in samples. As a text, or as the number that some libraries write. */
const SHAPE = /^([2-5]\d\d)\d{2,3}(\d\d)$/

/** The code of an answer, or `undefined` where there is none that can be read. */
export const codeIn = (body: unknown): ResponseCode | undefined => {
  if (typeof body !== "object" || body === null || !("responseCode" in body)) return undefined
  const { responseCode } = body
  const text = typeof responseCode === "number" ? String(responseCode) : textIn(responseCode)
  const match = text === undefined ? null : SHAPE.exec(text)
  if (text === undefined || match === null) return undefined
  const [, http = "", last = ""] = match
  return { text, http: Number(http), case: last, key: `${http}xx${last}` }
}
