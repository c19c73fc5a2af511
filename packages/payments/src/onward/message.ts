import { present } from "@qriskit/core/provider-kit"
import type { RowOf } from "../database/table.js"
import { messageType } from "./subject.js"
import type { endpointAttempt, endpointMessage } from "./tables.js"

/** What became of a message: it is on its way, was taken, or was given up until somebody sends it again. */
export type MessageState = "pending" | "delivered" | "dead"

/** One event for one endpoint. */
export interface EndpointMessage {
  /** The receiver's `webhook-id`: the same at every attempt. */
  readonly id: string
  readonly endpoint: string
  /** `payment.paid`, `endpoint.disabled`, `ping`. */
  readonly type: string
  /** The payment it is about, and whose; absent where it is about none. */
  readonly key?: string
  readonly account?: string
  readonly state: MessageState
  /** How often it was sent, or may have been: a process that died meanwhile counts, too. */
  readonly attempts: number
  readonly madeAt: Date
  /** When it is sent again, at the earliest. */
  readonly nextAttemptAt?: Date
  readonly deliveredAt?: Date
  readonly deadAt?: Date
  /** What went wrong last, where something did. */
  readonly lastWhy?: string
  readonly lastStatus?: number
}

/** One sending of a message. */
export interface EndpointAttempt {
  readonly id: number
  readonly endpoint: string
  /** The message's `webhook-id`. */
  readonly message: string
  /** Counts the message's attempts from 1. One that is missing was cut off with its process. */
  readonly number: number
  readonly at: Date
  /** From the first look at its name until the answer, in milliseconds. */
  readonly millis: number
  readonly isDelivered: boolean
  /** The HTTP status, where there was an answer. */
  readonly status?: number
  /** What went wrong, in one sentence. */
  readonly why?: string
  /** The first words of the answer, without what looks like a secret or personal; gone after `redact`. */
  readonly answer?: string
}

const NAME = "msg_"

/** A message's name for its receiver. */
export const messageId = (name: string): string => `${NAME}${name.replaceAll("-", "")}`

/** The name in the database; `undefined` where it can be none. */
export const nameOf = (id: unknown): string | undefined => {
  const [, hex] = (typeof id === "string" && /^msg_([0-9a-f]{32})$/.exec(id)) || []
  return hex?.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text can be an endpoint's id. */
export const isEndpointId = (id: unknown): id is string => typeof id === "string" && UUID.test(id)

const stateOf = ({ deliveredAt, deadAt }: RowOf<typeof endpointMessage>): MessageState => {
  if (deliveredAt !== null) return "delivered"
  return deadAt === null ? "pending" : "dead"
}

/** Facts beside a message's own row. */
export interface Beside {
  readonly key: string | null
  readonly account: string | undefined
  readonly lastWhy: string | null
  readonly lastStatus: number | null
}

export const messageFrom = (row: RowOf<typeof endpointMessage>, beside: Beside): EndpointMessage => ({
  id: messageId(row.name),
  endpoint: row.endpointId,
  type: messageType(row.type),
  state: stateOf(row),
  attempts: row.attempts,
  madeAt: row.madeAt,
  ...present({
    key: beside.key ?? undefined,
    account: beside.account,
    nextAttemptAt: row.nextAttemptAt ?? undefined,
    deliveredAt: row.deliveredAt ?? undefined,
    deadAt: row.deadAt ?? undefined,
    lastWhy: beside.lastWhy ?? undefined,
    lastStatus: beside.lastStatus ?? undefined,
  }),
})

export const attemptFrom = (row: RowOf<typeof endpointAttempt>, name: string): EndpointAttempt => ({
  id: row.id,
  endpoint: row.endpointId,
  message: messageId(name),
  number: row.number,
  at: row.at,
  millis: row.millis,
  isDelivered: row.isDelivered,
  ...present({
    status: row.status ?? undefined,
    why: row.why ?? undefined,
    answer: row.answer ?? undefined,
  }),
})
