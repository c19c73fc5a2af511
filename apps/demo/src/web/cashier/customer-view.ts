import { type Html, html } from "@qriskit/console/html"
import type { PublicFacts } from "@qriskit/payment-page"

/**
 * What the customer at the counter sees: `<qris-payment>` with what is known now. The page's script
 * hands it what comes.
 */
export const customerView = (facts: PublicFacts, noScript: string): Html => html`<qris-payment id="customer"
  status="${facts.status}" amount="${facts.amount}" now="${facts.now}"
  ${facts.qr !== undefined && html`payload="${facts.qr}"`}
  ${facts.isAmountTyped === true && html`amount-typed`}
  ${facts.until !== undefined && html`until="${facts.until}"`}
  ${facts.merchant !== undefined && html`merchant="${facts.merchant}"`}><p>${noScript}</p></qris-payment>`
