import { QrisPaymentElement } from "./element/qris-payment.js"

export { QrisPaymentElement } from "./element/qris-payment.js"
export type { PublicFacts, PublicStatus } from "./facts.js"

declare global {
  interface HTMLElementTagNameMap {
    "qris-payment": QrisPaymentElement
  }
}

if (customElements.get("qris-payment") === undefined) {
  customElements.define("qris-payment", QrisPaymentElement)
}
