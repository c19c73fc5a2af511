import type { Language } from "../words/language.js"
import { type Html, html } from "./html.js"

const ZONE = "Asia/Jakarta"
const LOCALE: Readonly<Record<Language, string>> = { id: "id-ID", en: "en-GB" }

const formats = (options: Intl.DateTimeFormatOptions): Readonly<Record<Language, Intl.DateTimeFormat>> => ({
  id: new Intl.DateTimeFormat(LOCALE.id, { ...options, timeZone: ZONE }),
  en: new Intl.DateTimeFormat(LOCALE.en, { ...options, timeZone: ZONE }),
})

const MOMENT = formats({ dateStyle: "medium", timeStyle: "medium" })
const CLOCK = formats({ timeStyle: "short" })

/** The same where no markup can stand. */
export const momentText = (at: Date, language: Language): string => MOMENT[language].format(at)

/** A moment, in Jakarta's time. */
export const moment = (at: Date, language: Language): Html =>
  html`<time datetime="${at.toISOString()}">${momentText(at, language)}</time>`

/** The time of day, in Jakarta's time. */
export const clock = (at: Date, language: Language): Html =>
  html`<time datetime="${at.toISOString()}">${CLOCK[language].format(at)} WIB</time>`

/** A minute in Jakarta, as browsers send it: 2026-11-20T09:41. `undefined` for what is none. */
export const minuteOf = (text: string): Date | undefined => {
  const at = new Date(`${text}:00.000+07:00`)
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && !Number.isNaN(at.getTime()) ? at : undefined
}

const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, dateStyle: "short" })

/** A day in Jakarta: 2026-11-20. */
export const dayOf = (at: Date): string => DAY.format(at)

/** When a day begins in Jakarta, which has no summer time. `undefined` for what is no day. */
export const startOfDay = (day: string): Date | undefined => {
  const at = new Date(`${day}T00:00:00.000+07:00`)
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && dayOf(at) === day ? at : undefined
}

const DAY_MILLIS = 24 * 60 * 60_000

/** When a day ends: the beginning of the next one. */
export const endOfDay = (day: string): Date | undefined => {
  const start = startOfDay(day)
  return start && new Date(start.getTime() + DAY_MILLIS)
}
