import { PAYMENT_EVENT_MEANING, type PaymentEventType } from "@qriskit/http/webhook-kit"
import type { DiscoveredHandler } from "../handlers/handler-discovery.js"
import { isAbout, type PaymentSubscription } from "../handlers/on-payment.js"
import { quoted } from "../registered.js"
import type { QrisRegistration } from "../registration.js"
import { QrisSetupError } from "../setup-error.js"

/** Why a subscription can never be called for. `undefined` where it can. */
const objectionTo = (
  { type, provider, registration, transaction }: PaymentSubscription,
  registrations: ReadonlyArray<QrisRegistration>,
): string | undefined => {
  const names = registrations.map(({ name }) => name)
  const meant = registrations.filter(({ name }) => registration === undefined || name === registration)
  const ids = new Set(meant.flatMap(({ providerIds }) => providerIds))
  if (type !== "*" && !Object.hasOwn(PAYMENT_EVENT_MEANING, type)) {
    return `"${type}" is not one of ${quoted([...Object.keys(PAYMENT_EVENT_MEANING), "*"])}`
  }
  if (type === "anomaly" && meant.every(({ options }) => options.payments === undefined)) {
    return `anomalies are found by durable payments: write payments: (providers) => createPayments({ ... }) in the options of QrisModule`
  }
  if (transaction === true && meant.some(({ options }) => options.payments === undefined)) {
    return `{ transaction: true } needs durable payments: write payments: (providers) => createPayments({ ... }) in the options of QrisModule`
  }
  if (meant.length === 0) return `registration "${registration}" is not one of ${quoted(names)}`
  if (provider !== undefined && !ids.has(provider)) {
    return `provider "${provider}" is not one of ${quoted(ids)}`
  }
  return undefined
}

/** @throws QrisSetupError where a handler waits for something that never comes */
export const checkHandlers = (
  handlers: ReadonlyArray<DiscoveredHandler>,
  registrations: ReadonlyArray<QrisRegistration>,
): void => {
  for (const { name, subscriptions } of handlers) {
    for (const subscription of subscriptions) {
      const objection = objectionTo(subscription, registrations)
      if (objection !== undefined) {
        throw new QrisSetupError(`@OnPayment of ${name} would never be called: ${objection}.`)
      }
    }
  }
}

/** The ids of the providers whose payments no handler hears of when they are paid. */
export const unheard = (
  handlers: ReadonlyArray<DiscoveredHandler>,
  registration: QrisRegistration,
): ReadonlyArray<string> => {
  const paid: PaymentEventType = "paid"
  return registration.providerIds.filter((provider) => {
    const event = { type: paid, provider, registration: registration.name }
    return !handlers.some(({ subscriptions }) => subscriptions.some((each) => isAbout(each, event)))
  })
}
