import * as Result from "effect/Result"

const decoder = new TextDecoder("utf-8", { fatal: true })

/** Parses bytes as JSON; the failure says in a few words what is wrong with them, without quoting them. */
export const parseJson = (body: Uint8Array | string): Result.Result<unknown, string> => {
  if (body.length === 0) return Result.fail("the body is empty")
  try {
    return Result.succeed(JSON.parse(typeof body === "string" ? body : decoder.decode(body)))
  } catch (error) {
    return Result.fail(error instanceof SyntaxError ? "the body is not JSON" : "the body is not UTF-8")
  }
}
