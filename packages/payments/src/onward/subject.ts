import * as Schema from "effect/Schema"
import { EventType } from "../events/event-type.js"

/**
 * What an endpoint may be told of: a type of event, or that another endpoint, of the same account, was disabled because
 * it failed for long or is gone.
 */
export const EndpointSubject = Schema.Literals([...EventType.literals, "endpoint_disabled"])
export type EndpointSubject = typeof EndpointSubject.Type

/** The types of messages that are about no payment. */
export const PING = "ping"
export const ENDPOINT_DISABLED = "endpoint_disabled"

/** What a message is called for its receiver: `payment.paid`, `endpoint.disabled`, `ping`. */
export const messageType = (type: string): string => {
  if (type === PING) return "ping"
  return type === ENDPOINT_DISABLED ? "endpoint.disabled" : `payment.${type}`
}
