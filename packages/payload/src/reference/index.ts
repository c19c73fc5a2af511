export {
  INSTITUTIONS,
  INSTITUTIONS_SOURCE,
  type Institution,
  institutionOf,
  type Switch,
} from "./institutions.js"
export { knownInstitution } from "./known-institution.js"
export { TRANSACTION_LIMITS, type TransactionLimit } from "./limits.js"
export { merchantCategory } from "./merchant-categories.js"
export {
  MERCHANT_DISCOUNT_RATES,
  type MerchantDiscountRate,
  merchantDiscountRate,
} from "./merchant-discount-rates.js"
