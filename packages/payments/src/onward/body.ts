import { Payer } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { EventType } from "../events/event-type.js"
import type { AnomalyKind } from "../findings/anomaly-kind.js"
import { namedAccount } from "../record/account.js"
import type { AttemptStatus } from "../record/attempt-status.js"
import { messageType } from "./subject.js"

/** The form of messages. A form that receivers of this one could not read gets another number. */
export const MESSAGE_VERSION = 1

/** What a message about a payment says. Amounts are whole rupiah; times are ISO 8601 in UTC. */
export interface PaymentMessageData {
  readonly key: string
  /** Absent for the one account of a client. */
  readonly account?: string
  readonly orderId: string
  readonly provider: string
  readonly externalId: string
  /** Counts what happened to this payment from 1: a message with a lower one is older. */
  readonly sequence: number
  /** What the payment was after this happened. */
  readonly status: AttemptStatus
  /** What was asked. */
  readonly amount: number
  /** What had arrived. */
  readonly paidAmount?: number
  /** When the customer paid, as the provider says. */
  readonly paidAt?: string
  /** What refunds on record had given back when this was sent. */
  readonly refunded?: number
  /** For `payment.anomaly`. */
  readonly anomaly?: AnomalyKind
  /** Who paid: only where the endpoint was made with it, and until it is redacted. */
  readonly payer?: { readonly issuer?: string; readonly name?: string; readonly retrievalReference?: string }
}

/** The body of a message, as JSON. Receivers ignore fields that they do not know. */
export type MessageBody =
  | {
      readonly version: typeof MESSAGE_VERSION
      readonly type: `payment.${EventType}`
      /** When it happened. */
      readonly timestamp: string
      readonly data: PaymentMessageData
    }
  | {
      readonly version: typeof MESSAGE_VERSION
      readonly type: "endpoint.disabled" | "ping"
      readonly timestamp: string
      readonly data: {
        /** Which endpoint this is about. */
        readonly endpoint: string
        readonly account?: string
        readonly why?: string
      }
    }

/** What a body is made from, as the database gives it. Absent facts are null. */
export interface Facts {
  readonly type: string
  readonly madeAt: Date
  readonly note: unknown
  readonly withPayer: boolean
  readonly happened?: {
    readonly key: string
    readonly account: string
    readonly orderId: string
    readonly provider: string
    readonly externalId: string
    readonly seq: number
    readonly status: AttemptStatus
    readonly amount: number
    readonly paidAmount: number | null
    readonly paidAt: Date | null
    readonly refunded: number
    readonly anomaly: AnomalyKind | null
    readonly payer: unknown
    readonly occurredAt: Date
  }
}

const decodePayer = Schema.decodeUnknownOption(Payer)

/**
 * A message's body. Made from the record whenever it is sent, so that nothing is kept twice and what
 * is redacted is gone.
 */
export const bodyOf = ({ type, madeAt, note, withPayer, happened }: Facts): string => {
  const shape = { version: MESSAGE_VERSION, type: messageType(type) }
  if (happened === undefined) return JSON.stringify({ ...shape, timestamp: madeAt.toISOString(), data: note })
  const data: PaymentMessageData = {
    key: happened.key,
    ...present({ account: namedAccount(happened.account) }),
    orderId: happened.orderId,
    provider: happened.provider,
    externalId: happened.externalId,
    sequence: happened.seq,
    status: happened.status,
    amount: happened.amount,
    ...present({
      paidAmount: happened.paidAmount ?? undefined,
      paidAt: happened.paidAmount === null ? undefined : happened.paidAt?.toISOString(),
      refunded: happened.refunded === 0 ? undefined : happened.refunded,
      anomaly: happened.anomaly ?? undefined,
      payer: withPayer ? Option.getOrUndefined(decodePayer(happened.payer)) : undefined,
    }),
  }
  return JSON.stringify({ ...shape, timestamp: happened.occurredAt.toISOString(), data })
}
