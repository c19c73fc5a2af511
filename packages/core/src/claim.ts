import type { Capabilities } from "./capabilities.js"
import type { Notification } from "./notification.js"
import { Payment } from "./payment.js"
import { trusted } from "./provider-kit/trusted.js"

/**
 * What a payment is, once a callback claimed something of it and the provider was asked. Nearly always what the
 * provider answered: a claim is never a fact.
 *
 * Only where a provider tells of money that came after the expiry by a callback alone, and goes on to answer "expired"
 * (`capabilities.notifications.tellsOfLatePayments`), a claim that such a payment is paid makes it `under_review`:
 * neither paid nor plainly expired. A person, or the provider's dashboard, decides.
 *
 * @example
 * ```ts
 * import { inLightOfClaim, type PaymentRef, type RawNotification } from "@qriskit/core"
 * import type { PromiseProvider } from "@qriskit/core/promise"
 *
 * const confirm = async (provider: PromiseProvider, raw: RawNotification, stored: PaymentRef) => {
 *   const claim = await provider.notifications.read(raw, stored)
 *   return inLightOfClaim(provider.capabilities, claim, await provider.inquire(claim.ref))
 * }
 * ```
 */
export const inLightOfClaim = (
  { notifications }: Pick<Capabilities, "notifications">,
  claim: Pick<Notification, "claimedStatus">,
  payment: Payment,
): Payment =>
  notifications.tellsOfLatePayments === true && claim.claimedStatus === "paid" && payment.status === "expired"
    ? trusted(Payment, { ...payment, status: "under_review" })
    : payment
