import type { Payment } from "@qriskit/core"
import type { AnomalyEvent, PaymentEvent, PaymentEventType, StatusEvent } from "./payment-event.js"

/** Narrows what a handler is called for. Both absent: every provider of every registration. */
export interface PaymentFilter {
  /** The id of a provider. */
  readonly provider?: string
  /** The `name` that `QrisModule.forRoot` was given; `"default"` for the one without. */
  readonly registration?: string
}

/** What a handler is called for, and how. */
export interface OnPaymentOptions extends PaymentFilter {
  /**
   * Run the application's guards, interceptors and pipes too: `useGlobalGuards`, `APP_GUARD` and the like. Default
   * false: a throttler or a login that turns money away would leave paid orders open. Those of the method and of its
   * class run always.
   */
  readonly enhancers?: boolean
  /**
   * With durable payments: run inside the transaction that marks the event as handled, with `event.tx`. What is
   * written through it happens exactly once, together with the mark or not at all. Default false. Keep such a handler
   * short, and call no payments in it: it holds a connection of the database, the embedded one's only one.
   */
  readonly transaction?: boolean
}

/** What a handler is called for. */
export interface PaymentSubscription extends OnPaymentOptions {
  readonly type: PaymentEventType | "*"
}

/**
 * A method that is called with what the provider confirmed. What it returns is awaited; what it throws
 * makes it come again.
 */
export type PaymentHandler = (payment: Payment, event: StatusEvent) => unknown

/** A method that is called with what a person has to look at. */
export type AnomalyHandler = (payment: Payment | undefined, event: AnomalyEvent) => unknown

/** The method that a type of event is for. */
export type HandlerOf<T extends PaymentEventType | "*"> = T extends "anomaly"
  ? AnomalyHandler
  : PaymentHandler

const SUBSCRIPTIONS = Symbol.for("@qriskit/nestjs/subscriptions")

/** Where Nest finds how the arguments are made, so that pipes apply to them. */
export const HANDLER_ARGUMENTS = "@qriskit/nestjs/arguments"

/**
 * The first two arguments, by position. The numbers are none of Nest's parameter types for bodies, queries and paths,
 * so a global `ValidationPipe` leaves payments alone, as it does with custom decorators.
 */
const ARGUMENTS = {
  "0:0": { index: 0, data: undefined, pipes: [] },
  "1:1": { index: 1, data: undefined, pipes: [] },
}

/**
 * Calls a method of any provider when a payment was confirmed to be in a state. Guards, pipes and interceptors of the
 * method and its class apply, those of the application only with `{ enhancers: true }`; `context.getType()` is
 * `"qris"`. Exception filters do not: one that answers would turn a failed handler into a successful one.
 *
 * Handlers run one after another, and must bear being called again for the same payment.
 *
 * @param type what happened; `"*"` for everything but anomalies
 * @param options whose payments; whether the application's enhancers run; whether it joins the transaction
 *
 * @example
 * ```ts
 * import { Injectable } from "@nestjs/common"
 * import type { Payment } from "@qriskit/core"
 * import { OnPayment } from "@qriskit/nestjs"
 *
 * @Injectable()
 * export class Fulfilment {
 *   @OnPayment("paid")
 *   async paid(payment: Payment): Promise<void> {
 *     console.log(payment.ref.orderId, payment.amount)
 *   }
 * }
 * ```
 */
export const OnPayment =
  <T extends PaymentEventType | "*">(type: T, options: OnPaymentOptions = {}) =>
  <H extends HandlerOf<T>>(
    prototype: object,
    method: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const handler: unknown = descriptor.value
    if (typeof handler !== "function") throw new TypeError("@OnPayment belongs on a method.")
    const subscriptions = [...subscriptionsOf(handler), { type, ...options }]
    Reflect.defineMetadata(SUBSCRIPTIONS, subscriptions, handler)
    Reflect.defineMetadata(HANDLER_ARGUMENTS, ARGUMENTS, prototype.constructor, method)
  }

/** What a method was decorated for; nothing for other methods. */
// The metadata is written by `OnPayment` alone.
export const subscriptionsOf = (method: object): ReadonlyArray<PaymentSubscription> =>
  (Reflect.getOwnMetadata(SUBSCRIPTIONS, method) as ReadonlyArray<PaymentSubscription> | undefined) ?? []

/** Whether a subscription is about an event. */
export const isAbout = (
  { type, provider, registration }: PaymentSubscription,
  event: Pick<PaymentEvent, "type" | "provider" | "registration">,
): boolean =>
  (type === event.type || (type === "*" && event.type !== "anomaly")) &&
  (provider === undefined || provider === event.provider) &&
  (registration === undefined || registration === event.registration)
