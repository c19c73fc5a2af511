import type { QrisMerchant } from "../qris.js"
import type { SnapDialectFacts } from "./facts.js"
import type { SnapSettings } from "./settings.js"

/** The sandbox's merchant in an acquirer's QR. Every number is invented, under the national switch's prefix. */
export function merchantOf({ name }: SnapDialectFacts, { merchantName }: SnapSettings): QrisMerchant {
  return {
    acquirerDomain: `ID.CO.${name}.WWW`,
    pan: "936009150000001234",
    acquirerMerchantId: "TOKOCONTOH1",
    repositoryDomain: "ID.CO.QRIS.WWW",
    repositoryId: "ID1020000000003",
    criteria: "UMI",
    category: "5814",
    name: merchantName,
    city: "JAKARTA",
    postalCode: "10310",
  }
}
