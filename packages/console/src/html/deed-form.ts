import type { Visit } from "../request/visit.js"
import { type Html, html, type Part } from "./html.js"

/** A form that does something, for those who may. It asks why. */
export interface DeedForm {
  /** Where it is posted to. */
  readonly to: string
  /** What it is called while it is folded; absent: it lies open. */
  readonly summary?: string
  readonly hint?: string
  readonly hidden: Readonly<Record<string, string | undefined>>
  /** What it asks besides why. */
  readonly asks?: Part
  /** Unique on its page: names the field. */
  readonly id: string
  readonly whyLabel?: string
  readonly why?: string
  readonly whyLength?: number
  readonly button: string
  readonly tone?: "main" | "danger"
  readonly isOpen?: boolean
}

const fields = (visit: Visit, form: DeedForm): Html => {
  const { words, token } = visit
  const { to, hint, hidden, asks, id, whyLabel, why, whyLength = 1_000, button, tone } = form
  return html`<form method="post" action="${to}" class="deed">
      ${hint !== undefined && html`<p class="hint">${hint}</p>`}
      <input type="hidden" name="token" value="${token}">
      ${Object.entries(hidden).map(
        ([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`,
      )}
      ${asks}
      <p class="field wide"><label for="why-${id}">${whyLabel ?? words.act.why}</label>
      <input id="why-${id}" name="why" required maxlength="${whyLength}" autocomplete="off" value="${why ?? ""}"></p>
      <button class="${tone ?? "main"}">${button}</button>
    </form>`
}

/** Draws it; nothing for those who may only look. */
export const deedForm = (visit: Visit, form: DeedForm): Html | undefined => {
  if (visit.visitor.may !== "act") return undefined
  if (form.summary === undefined) return fields(visit, form)
  return html`<details class="card ending" data-form="${form.to}-${form.id}"${form.isOpen === true && html` open`}>
    <summary>${form.summary}</summary>
    ${fields(visit, form)}
  </details>`
}
