import type { QrisError } from "@qriskit/core"
import type { Fault } from "@qriskit/sandbox"
import { failureOf } from "@qriskit/testing"
import type { Shop } from "./shop.js"

export const VERBS = ["create", "inquire"] as const
export type Verb = (typeof VERBS)[number]

/** What one verb fails with when Zipay answers so, after a fresh login, too. */
export const failureAfter = async (
  { control, zipay, order }: Shop,
  verb: Verb,
  fault: Fault,
): Promise<QrisError> => {
  const subject = verb === "create" ? undefined : (await zipay.create(order())).ref
  await control.faults.script({ at: `zipay.${verb}`, fault, times: 2 })
  const call = subject === undefined ? zipay.create(order()) : zipay.inquire(subject)
  return failureOf(call).finally(() => control.faults.clear())
}
