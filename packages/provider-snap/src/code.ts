import { textIn } from "@qriskit/core/provider-kit"

/** A `responseCode`: HTTP class, service and case (SNAP BI, response codes [S]). */
export interface ResponseCode {
  /** As it came, for people. */
  readonly text: string
  /** The first three digits: 200, 404, … */
  readonly http: number
  /** The last two digits. */
  readonly case: number
}

/** Whether it says that the call worked: 200-00, the one success of the national list [S]. */
export const isSuccess = ({ http, case: last }: ResponseCode): boolean => http === 200 && last === 0

/** HTTP part and case without the service, as profiles write them: `409xx01`. */
export const keyOf = ({ http, case: last }: ResponseCode): string =>
  `${http}xx${String(last).padStart(2, "0")}`

/** What stands behind the HTTP part, by the length of a code: seven digits; eight occur in samples. */
const BEHIND_HTTP: Readonly<Record<number, number>> = { 7: 10_000, 8: 100_000 }

/** The code of an answer, or `undefined` where there is none that can be read. */
export const codeIn = (body: unknown): ResponseCode | undefined => {
  if (typeof body !== "object" || body === null || !("responseCode" in body)) return undefined
  const { responseCode } = body
  // As a text, or as the number that some libraries write.
  const text = typeof responseCode === "number" ? String(responseCode) : textIn(responseCode)
  const behind = BEHIND_HTTP[text?.length ?? 0]
  const digits = Number(text)
  if (text === undefined || behind === undefined || String(digits) !== text) return undefined
  const http = Math.floor(digits / behind)
  return http >= 200 && http < 600 ? { text, http, case: digits % 100 } : undefined
}
