import type { AttemptStatus } from "@qriskit/payments"
import type { Words } from "../words/words.js"
import { type Html, html } from "./html.js"

/** How a badge is coloured; its word says it as well. */
export type Tone = "waiting" | "good" | "over" | "bad"

const TONE: Readonly<Record<AttemptStatus, Tone>> = {
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

/** A word in its colour. */
export const badge = (tone: Tone, word: string): Html => html`<span class="badge ${tone}">${word}</span>`

/** What a payment is. */
export const statusBadge = (status: AttemptStatus, { status: words }: Pick<Words, "status">): Html =>
  badge(TONE[status], words[status])
