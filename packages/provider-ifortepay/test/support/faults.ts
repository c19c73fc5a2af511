import type { QrisError } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"
import { answering, failureOf } from "@qriskit/testing"
import type { Shop } from "./shop.js"

export const VERBS = ["create", "inquire", "cancel"] as const
export type Verb = (typeof VERBS)[number]

/** What one verb fails with when iFortepay answers so. The payment behind inquire and cancel is pending. */
export const failureAfter = async (
  { control, ifortepay, order }: Shop,
  verb: Verb,
  fault: Fault,
): Promise<QrisError> => {
  if (verb === "create") {
    await control.faults.script({ at: "ifortepay.create", fault })
    return failureOf(ifortepay.create(order()))
  }
  const { ref } = await ifortepay.create(order())
  await control.faults.script({ at: `ifortepay.${verb}`, fault })
  return failureOf(verb === "inquire" ? ifortepay.inquire(ref) : ifortepay.cancel(ref))
}

/** An error as iFortepay words it. */
export const refusing = (status: number, code: string, message: string): Fault =>
  answering(status, { response_code: code, response_message: message })
