import { QrisError } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"

/** The `QrisError` that a call rejects with. Anything else, and success, fails the test. */
export const failureOf = async (call: Promise<unknown>): Promise<QrisError> => {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ("error" in outcome && outcome.error instanceof QrisError) return outcome.error
  throw new Error("expected a QrisError", { cause: outcome })
}

/** The fields that an `InvalidRequest` complains about, with what it says of each. */
export const complaintsIn = ({ reason }: QrisError): Record<string, string> => {
  if (reason._tag !== "InvalidRequest") throw new Error(`expected InvalidRequest, got ${reason._tag}`)
  return Object.fromEntries(reason.issues.map(({ path, message }) => [path, message]))
}

/** An answer in JSON, or a text under its content type. */
export const answering = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status,
  contentType: "application/json",
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
})
