import type * as Confirmed from "@qriskit/http/webhook-kit"

/** Whose event it is. */
interface OfRegistration {
  /** The name of the registration, `"default"` where it has none. */
  readonly registration: string
}

/** A payment that came into a state, as the provider confirmed. */
export interface StatusEvent extends Confirmed.StatusEvent, OfRegistration {}

/** Money and records disagree: something that a person has to look at. Only with `payments`. */
export interface AnomalyEvent extends Confirmed.AnomalyEvent, OfRegistration {}

/** Something that the provider confirmed. Guards and interceptors find it as the second argument of their context. */
export type PaymentEvent = StatusEvent | AnomalyEvent

export type { PaymentEventType } from "@qriskit/http/webhook-kit"
