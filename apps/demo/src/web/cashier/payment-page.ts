import { html } from "@qriskit/console/html"
import type { Page } from "../html/page.js"
import type { Visit } from "../http/visit.js"
import { customerView } from "./customer-view.js"
import { type PanelView, paymentAddress, paymentPanel } from "./payment-panel.js"

/** One payment, live. `seq` is that of the last event which the page already shows. */
export const paymentPage = (visit: Visit, view: PanelView, seq: number): Page => {
  const { words } = visit
  const { record } = view
  const { status } = record
  return {
    title: `${words.status[status]} · ${words.payment.title}`,
    here: "cashier",
    script: "payment",
    main: html`<h1 class="visually-hidden">${words.payment.title}</h1>
<div class="counter">
${customerView(view.facts, words.payment.noScript)}
<div id="payment" data-live="${paymentAddress(visit, record, "/live")}" data-seq="${seq}">${paymentPanel(visit, view)}</div>
</div>
<section class="card narrow" id="over" hidden><p role="alert">${words.payment.signedOut}</p>
  <p><a class="button main" href="/login?next=${encodeURIComponent(paymentAddress(visit, record))}">${words.login.title}</a></p></section>
<p class="line" id="line" data-live="${words.payment.live}" data-lost="${words.payment.connecting}" hidden></p>`,
  }
}
