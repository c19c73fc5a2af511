export { QrisPaymentsExceptionFilter } from "./payments/payments-exception.filter.js"
export { InjectQrisPayments, qrisPaymentsToken } from "./payments/payments-tokens.js"
export { QrisPayments } from "./payments/qris-payments.js"
export type { QrisRegistration } from "./registration.js"
