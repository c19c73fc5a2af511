import type { AttemptStatus } from "@qriskit/payments"
import type { Words } from "../words/words.js"
import { type Html, html } from "./html.js"

/** How a status is coloured; the word says it as well. */
const TONE: Readonly<Record<AttemptStatus, "waiting" | "good" | "over" | "bad">> = {
  creating: "waiting",
  pending: "waiting",
  paid: "good",
  expired: "over",
  canceled: "over",
  abandoned: "over",
  not_created: "bad",
  unknown: "bad",
  failed: "bad",
  under_review: "bad",
  refund_pending: "over",
  partially_refunded: "over",
  refunded: "over",
}

export const statusBadge = (status: AttemptStatus, words: Words): Html =>
  html`<span class="badge ${TONE[status]}">${words.status[status]}</span>`
