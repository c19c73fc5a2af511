import type { Capabilities } from "@qriskit/core"
import { IfortepayChannel, type IfortepayConfig, MAXIMUM_AMOUNT } from "./config.js"
import { EXPIRY_MINUTES, EXTERNAL_ID_LENGTH, MINIMUM_AMOUNT } from "./request.js"

const withLimits = (maximumAmount: IfortepayConfig["maximumAmount"]): Capabilities => ({
  title: "iFortepay",
  cancel: { supported: true },
  refund: { supported: false, why: "iFortepay documents refund statuses but no refund API for QRIS" },
  expiry: { supported: true, minimumMinutes: EXPIRY_MINUTES.minimum, maximumMinutes: EXPIRY_MINUTES.maximum },
  notificationUrl: { supported: true },
  amount: { minimum: MINIMUM_AMOUNT, maximum: Math.max(...Object.values(maximumAmount)) },
  externalId: { maximumLength: EXTERNAL_ID_LENGTH, alphabet: "letters, digits and -" },
  channels: IfortepayChannel.literals.map((id) => ({ id, maximumAmount: maximumAmount[id] })),
  notifications: { authenticity: "identity", statuses: ["paid", "expired"] },
  requiredFields: ["description", "customer.name", "customer.email"],
})

/** What iFortepay can do, with the documented limits. */
export const capabilities: Capabilities = withLimits(MAXIMUM_AMOUNT)

/**
 * What iFortepay can do, with the limits of this configuration: mostly the documented ones, which accounts then share.
 */
export const capabilitiesOf = ({ maximumAmount }: Pick<IfortepayConfig, "maximumAmount">): Capabilities =>
  IfortepayChannel.literals.every((channel) => maximumAmount[channel] === MAXIMUM_AMOUNT[channel])
    ? capabilities
    : withLimits(maximumAmount)
