import { toPan19 } from "@qriskit/payload"
import type { QrisMerchant } from "../qris.js"

// An invented merchant number under Zipay's real prefix 93600825.
const PAN = "936008250000000001"

/** `mpan` in API answers: 19 digits [VERIFIED]. */
export const MERCHANT_PAN = toPan19(PAN) ?? PAN

/** The sandbox's merchant as Zipay writes it into a QR: tag 51 carries Zipay's own domain and merchant id [DOC-2024]. */
export function zipayMerchant(name: string): QrisMerchant {
  return {
    acquirerDomain: "ID.ZIPAY.WWW",
    pan: PAN,
    acquirerMerchantId: "ZPM000000000001",
    repositoryDomain: "ID.ZIPAY.WWW",
    repositoryId: "ZPM000000000001",
    criteria: "UMI",
    category: "6532",
    name,
    city: "JAKARTA SELATAN",
    postalCode: "12140",
  }
}
