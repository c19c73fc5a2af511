import { flag, json, list, optional, table, text, time, whole, word } from "../database/table.js"
import type { DisabledWhy } from "./disabled-why.js"

// The tables of webhooks onward that are read row by row; `migrations/0003-endpoints.ts` makes them.

/** Where events are sent: a merchant's system, or another service of the shop. */
export const endpoint = table("endpoint", {
  id: text,
  account: text,
  everyAccount: flag,
  url: text,
  subjects: optional(list),
  description: optional(text),
  withPayer: flag,
  isEnabled: flag,
  disabledAt: optional(time),
  disabledWhy: optional(word<DisabledWhy>()),
  position: optional(whole),
  failures: whole,
  failingSince: optional(time),
  heldUntil: optional(time),
  isSlow: flag,
  createdAt: time,
  changedAt: time,
  removedAt: optional(time),
})

/** One event for one endpoint, on its way, delivered or dead. `name` is what the receiver knows it by. */
export const endpointMessage = table("endpoint_message", {
  id: whole,
  name: text,
  endpointId: text,
  eventId: optional(whole),
  paymentId: optional(text),
  seq: optional(whole),
  type: text,
  note: optional(json),
  madeAt: time,
  attempts: whole,
  tries: whole,
  nextAttemptAt: optional(time),
  leasedUntil: optional(time),
  deliveredAt: optional(time),
  deadAt: optional(time),
})

/** One sending of a message, with what came of it. */
export const endpointAttempt = table("endpoint_attempt", {
  id: whole,
  messageId: whole,
  endpointId: text,
  number: whole,
  at: time,
  millis: whole,
  isDelivered: flag,
  status: optional(whole),
  why: optional(text),
  answer: optional(text),
})
