import type { QrisMerchant } from "../qris.js"
import type { QrChannel } from "./request.js"

// Invented merchant numbers under the institutions' real prefixes: 93600503 Nobu, 93600918 ShopeePay.
const ACCOUNTS = {
  NOBU: {
    acquirerDomain: "COM.NOBUBANK.WWW",
    pan: "936005030000000001",
    acquirerMerchantId: "00000000000001",
  },
  SHOPEEPAY: {
    acquirerDomain: "ID.CO.SHOPEE.WWW",
    pan: "936009180000000001",
    acquirerMerchantId: "000001",
  },
} as const satisfies Record<QrChannel, Partial<QrisMerchant>>

/** The sandbox's merchant as each acquirer behind iFortepay writes it into a QR. */
export function merchantAt(channel: QrChannel, name: string): QrisMerchant {
  return {
    ...ACCOUNTS[channel],
    repositoryDomain: "ID.CO.QRIS.WWW",
    repositoryId: "ID1020000000001",
    criteria: "UMI",
    category: "5999",
    name,
    city: "JAKARTA SELATAN",
    postalCode: "12140",
  }
}
