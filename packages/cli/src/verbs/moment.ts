import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** A day begins at midnight in Jakarta. */
const timeIn = (text: string): Date => new Date(DAY.test(text) ? `${text}T00:00:00+07:00` : text)

/** The calendar's own days: JavaScript reads the 31st of February as the 3rd of March. */
const isDayOfCalendar = (text: string): boolean => {
  const day = text.slice(0, 10)
  const read = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day
}

const isMoment = (text: string): boolean =>
  (DAY.test(text) || TIME.test(text)) && isDayOfCalendar(text) && !Number.isNaN(timeIn(text).getTime())

/** A day of Jakarta's calendar. */
export const Day = Schema.String.check(
  Schema.makeFilter((text) => (DAY.test(text) && isDayOfCalendar(text)) || "must be a day (2026-12-01)"),
)

/** A time as people and tools write it: a day of Jakarta's, or a time with its zone. Never a time without one. */
export const Moment = Schema.String.check(
  Schema.makeFilter(
    (text) =>
      isMoment(text) ||
      "must be a day (2026-12-01) or a time with its zone (2026-12-01T08:00:00+07:00, or …Z)",
  ),
).pipe(
  Schema.decodeTo(
    Schema.Date,
    SchemaTransformation.transform({ decode: timeIn, encode: (time) => time.toISOString() }),
  ),
)
