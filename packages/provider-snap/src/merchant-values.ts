import { remembered } from "./remembered.js"
import type { TemplateValues } from "./template.js"

/** What of a merchant's configuration may stand in a template. */
export interface MerchantFacts {
  readonly clientId: string
  readonly partnerId?: string
  readonly merchantId?: string
  readonly notificationUrl?: string
  readonly settings: Readonly<Record<string, string>>
}

/** The values that every body and header of a merchant may hold. */
export const merchantValues: (merchant: MerchantFacts) => TemplateValues = remembered(
  ({ clientId, partnerId = clientId, merchantId, notificationUrl, settings }) => ({
    clientId,
    partnerId,
    merchantId,
    notificationUrl,
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`settings.${name}`, value])),
  }),
)
