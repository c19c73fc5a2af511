import type { Fault } from "@qriskit/sandbox"
import { answering } from "@qriskit/testing"

export const VERBS = ["create", "inquire", "cancel"] as const
export type Verb = (typeof VERBS)[number]

/** An error as iFortepay words it. */
export const refusing = (status: number, code: string, message: string): Fault =>
  answering(status, { response_code: code, response_message: message })
