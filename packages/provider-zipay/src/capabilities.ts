import type { Capabilities } from "@qriskit/core"

/** What Zipay can do. Limits of amount and external id are not documented [NOT FOUND]. */
export const capabilities: Capabilities = {
  title: "Zipay",
  cancel: { supported: false, why: "Zipay documents no way to cancel a QR; it expires by itself" },
  refund: { supported: false, why: "Zipay documents no refund API" },
  expiry: { supported: false, why: "Zipay decides when a QR expires and says so in its answer" },
  notificationUrl: {
    supported: false,
    why: "Zipay sends callbacks to the address registered for the merchant",
  },
  amount: {},
  externalId: {},
  channels: [],
  notifications: { authenticity: "none", statuses: ["paid"] },
  requiredFields: [],
}
