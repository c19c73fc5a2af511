/** A calendar day, `2026-10-05`. Days of payments are Jakarta's. */
export type Day = string

const MILLIS_OF_DAY = 86_400_000
const JAKARTA_MILLIS = 7 * 60 * 60 * 1000

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Whether the calendar has this day. */
export const exists = (year: number, month: number, day: number): boolean =>
  day >= 1 && day <= (month === 2 && isLeapYear(year) ? 29 : (LENGTHS[month - 1] ?? 0))

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

export const dayOf = (year: number, month: number, day: number): Day =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`

/** Whether a text is a day that exists. */
export const isDay = (text: string): boolean => {
  const match = DAY.exec(text)
  return match !== null && exists(Number(match[1]), Number(match[2]), Number(match[3]))
}

let lastNumber = Number.NaN
let lastDay: Day = ""

/** The day in Jakarta on which a moment falls: 17:05Z is the next one. */
export const jakartaDay = (millis: number): Day => {
  const number = Math.floor((millis + JAKARTA_MILLIS) / MILLIS_OF_DAY)
  // Lines of a report follow each other in time: most fall on the day of the line before.
  if (number !== lastNumber) {
    lastNumber = number
    lastDay = new Date(number * MILLIS_OF_DAY).toISOString().slice(0, 10)
  }
  return lastDay
}

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MILLIS_OF_DAY

/** How many days `to` is after `from`. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from)

/** Days from the first to the last, both included. */
export interface Period {
  readonly from: Day
  readonly until: Day
}

/** The days in a period that have this day and month: one for each of its years. */
export const daysWithin = (period: Period, month: number, day: number): ReadonlyArray<Day> => {
  const found: Array<Day> = []
  for (let year = Number(period.from.slice(0, 4)); year <= Number(period.until.slice(0, 4)); year++) {
    if (!exists(year, month, day)) continue
    const candidate = dayOf(year, month, day)
    if (candidate >= period.from && candidate <= period.until) found.push(candidate)
  }
  return found
}

/** The day with this day and month that is nearest to another one: the year that a date without one means. */
export const nearestDay = (to: Day, month: number, day: number): Day | undefined => {
  const year = Number(to.slice(0, 4))
  return [year, year - 1, year + 1]
    .filter((candidate) => exists(candidate, month, day))
    .map((candidate) => dayOf(candidate, month, day))
    .sort((a, b) => Math.abs(daysBetween(to, a)) - Math.abs(daysBetween(to, b)))[0]
}
