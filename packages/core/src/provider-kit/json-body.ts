import * as Result from "effect/Result"

/**
 * Lenient, as `Response.json()` is: what is no UTF-8 becomes U+FFFD. One wrong byte in a name spoils that name alone.
 */
const decoder = new TextDecoder("utf-8")

const BYTE_ORDER_MARK = "\uFEFF"

const textOf = (body: Uint8Array | string): string => {
  if (typeof body !== "string") return decoder.decode(body)
  return body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body
}

/** Parses bytes as JSON; the failure says in a few words what is wrong with them, without quoting them. */
export const parseJson = (body: Uint8Array | string): Result.Result<unknown, string> => {
  if (body.length === 0) return Result.fail("the body is empty")
  try {
    return Result.succeed(JSON.parse(textOf(body)))
  } catch {
    return Result.fail("the body is not JSON")
  }
}
