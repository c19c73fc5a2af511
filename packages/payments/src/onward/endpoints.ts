import { onwardLanes } from "./lanes.js"
import { add, get, list, remove, update } from "./managing.js"
import { decodeEndpointsSettings, type EndpointsSettingsInput } from "./options.js"
import { ping } from "./ping.js"
import type { OnwardPort } from "./port.js"
import { left, prune } from "./pruning.js"
import { attempts, messages } from "./reading.js"
import { resend } from "./resend.js"
import { rotate } from "./rotating.js"

/**
 * Webhooks onward, for the options of payments: signed messages about what happens to payments, to merchants' systems
 * or to other services of a shop.
 *
 * @throws InvalidConfiguration naming every wrong field
 * @example
 * ```ts
 * import { endpoints } from "@qriskit/payments/endpoints"
 * import { createPayments } from "@qriskit/payments/promise"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * const zipay = createZipay({ userId: "partner-contoh", password: "…", merchantId: "3", merchantKey: "…" })
 * const payments = await createPayments({ database: "./data", providers: [zipay], endpoints: endpoints() })
 * const { endpoint, secret } = await payments.endpoints.add({
 *   url: "https://toko.example/webhooks",
 *   subjects: ["paid", "refunded"],
 * })
 * console.log(endpoint.id, secret) // the secret is shown this once: give it to the receiver
 * await payments.close()
 * ```
 */
export const endpoints = (options: EndpointsSettingsInput = {}): OnwardPort => {
  const settings = decodeEndpointsSettings(options)
  return {
    verbs: {
      add: add(settings),
      get,
      list,
      update: update(settings),
      rotate: rotate(settings),
      remove,
      messages,
      deadLetters: (query = {}) => messages({ ...query, state: "dead" }),
      attempts,
      resend,
      ping: ping(settings),
    },
    lanes: () => onwardLanes(settings),
    prune,
    left,
  }
}
