import { clock, type Html, html, rupiah } from "@qriskit/console/html"
import { parse } from "@qriskit/payload"
import type { CallbackAttempt, QrReading, SandboxPayment } from "@qriskit/sandbox"
import type { Page } from "../html/page.js"
import type { Visit } from "../http/visit.js"
import { AFTERWARDS, BAD_DAYS, CUSTOMERS, type Deed } from "./deeds.js"

/** Apps that the customer may pay with. */
export const APPS: ReadonlyArray<string> = ["DOMPET CONTOH", "BANK CONTOH", "KOPERASI CONTOH"]

/** A QR under the camera. */
export interface Scanned {
  readonly payload: string
  readonly reading: QrReading
  /** What the acquirer has told the shop about it. */
  readonly callbacks: ReadonlyArray<CallbackAttempt>
}

/** What the phone shows. */
export interface PhoneView {
  readonly scanned: Scanned | undefined
  /** Newest first. */
  readonly recent: ReadonlyArray<SandboxPayment>
  /** What was just done, and how that went. */
  readonly message: string | undefined
  readonly isRefused: boolean
}

export const phonePage = (visit: Visit, view: PhoneView): Page => {
  const { words } = visit
  return {
    title: words.phone.title,
    here: "phone",
    script: "phone",
    main: html`<h1>${words.phone.title}</h1>
<p class="hint">${words.phone.intro}</p>
<div class="phone">
  ${view.scanned === undefined ? scanner(visit) : screen(visit, view.scanned, view)}
  ${view.scanned !== undefined && view.scanned.reading.payment !== undefined && badDays(visit, view.scanned, view.scanned.reading.payment)}
  <section class="card" aria-labelledby="recent">
    <h2 id="recent">${words.phone.recent}</h2>
    ${view.recent.length === 0 && html`<p>${words.phone.none}</p>`}
    <ul class="recent">${view.recent.map((payment) => recentItem(visit, payment))}</ul>
    ${view.scanned !== undefined && html`<p><a class="button" href="/phone">${words.phone.camera}</a></p>`}
  </section>
</div>`,
  }
}

const scanner = ({
  words,
}: Visit): Html => html`<section class="card scanner" id="scanner" data-wasm="/assets/zxing_reader.wasm" data-none="${words.phone.noQr}" data-no-camera="${words.phone.noCamera}">
    <video id="camera" playsinline muted hidden></video>
    <p><button type="button" class="main" id="start" hidden data-stop="${words.phone.stop}">${words.phone.camera}</button></p>
    <p class="wrong" id="problem" role="alert" hidden></p>
    <label for="picture">${words.phone.upload}</label>
    <input id="picture" type="file" accept="image/png,image/jpeg">
    <form method="get" action="/phone">
      <label for="qr">${words.phone.paste}</label>
      <textarea id="qr" name="qr" rows="4" spellcheck="false" autocomplete="off" required maxlength="1024"></textarea>
      <button>${words.phone.read}</button>
    </form>
  </section>`

const screen = ({ words }: Visit, { payload, reading }: Scanned, { message, isRefused }: PhoneView): Html => {
  const { merchantName, merchantCity, amount, payment, isPayable } = reading
  return html`<section class="card screen" aria-label="${words.phone.title}">
    <p class="merchant"><small>${words.phone.payTo}</small>${merchantName ?? words.phone.notQris}<small>${merchantCity}</small></p>
    ${amount !== undefined && html`<p class="sum">${rupiah(amount)}</p>`}
    ${isPayable && payment === undefined && html`<p>${words.phone.amountMissing}</p>`}
    ${!isPayable && merchantName !== undefined && html`<p>${words.phone.notIssued}</p>`}
    ${message !== undefined && html`<p role="status" class="${isRefused ? "wrong" : "notice"}">${message}</p>`}
    ${payment !== undefined && payForm(words, payload, payment)}
  </section>`
}

const payForm = (
  words: Visit["words"],
  payload: string,
  { status }: SandboxPayment,
): Html => html`<form method="post" action="/phone">
      <input type="hidden" name="qr" value="${payload}">
      <label for="issuer">${words.phone.app}</label>
      <select id="issuer" name="issuer">${APPS.map((app) => html`<option>${app}</option>`)}</select>
      ${(status === "pending" ? CUSTOMERS : AFTERWARDS).map((deed, index) => deedButton(words, deed, index === 0))}
    </form>`

const deedButton = (words: Visit["words"], deed: Deed, isMain: boolean): Html =>
  html`<button name="deed" value="${deed}"${isMain && html` class="main"`}>${words.deed[deed]}</button> `

const badDays = (visit: Visit, { payload, callbacks }: Scanned, payment: SandboxPayment): Html => {
  const { words } = visit
  return html`<section class="card" aria-labelledby="bad-days">
    <h2 id="bad-days">${words.phone.nasty}</h2>
    <form class="deeds" method="post" action="/phone"><input type="hidden" name="qr" value="${payload}">
      ${payment.status === "pending" && BAD_DAYS.map((deed) => deedButton(words, deed, false))}
      ${deedButton(words, "release", false)}
    </form>
    <dl><dt>${words.phone.state}</dt><dd>${words.ledger[payment.status]} (${payment.providerStatus})</dd></dl>
    <h3>${words.phone.callbacks}</h3>
    ${callbacks.length === 0 && html`<p class="hint">${words.phone.noCallbacks}</p>`}
    <ul class="callbacks">${callbacks.map((attempt) => html`<li>${clock(attempt.at, visit.language)} · ${callbackWord(visit, attempt)}</li>`)}</ul>
  </section>`
}

const callbackWord = ({ words }: Visit, { outcome, answer }: CallbackAttempt): string =>
  answer === undefined
    ? outcome === "dropped"
      ? words.phone.dropped
      : words.phone.failed
    : words.phone.sent(String(answer.status))

const recentItem = (
  { words }: Visit,
  { provider, qrPayload, amount, orderId, status }: SandboxPayment,
): Html => html`<li>
      <a href="/phone?qr=${encodeURIComponent(qrPayload)}">${rupiah(amount)}</a> <small>${merchantIn(qrPayload)} · ${provider} · ${orderId} · ${words.ledger[status]}</small></li>`

/** Whom a code pays, as it says itself. */
const merchantIn = (payload: string): string | undefined => {
  const parsed = parse(payload)
  return parsed.ok ? parsed.payload.value("59") : undefined
}
