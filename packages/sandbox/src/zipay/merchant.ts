import type { QrisMerchant } from "../qris.js"

/**
 * `mpan` in API answers: 19 digits, the last a Luhn check digit [VERIFIED]. Invented, under Zipay's prefix 93600825.
 */
export const MERCHANT_PAN = "9360082500000000017"

/** The QR carries it without the check digit [VERIFIED]. */
const PAN_IN_QR = MERCHANT_PAN.slice(0, 18)

/**
 * The sandbox's merchant as Zipay writes it into a QR: tag 51 carries Zipay's own domain and merchant id [DOC-2024].
 */
export function zipayMerchant(name: string): QrisMerchant {
  return {
    acquirerDomain: "ID.ZIPAY.WWW",
    pan: PAN_IN_QR,
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
