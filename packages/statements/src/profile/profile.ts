import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { NARRATIVE_RECIPES } from "../reading/narrative/names.js"
import { isDateFormat } from "../time/date-format.js"

const text = Schema.NonEmptyString.annotate({ message: "must not be empty" })

const optional = <S extends Schema.Top>(schema: S) => Schema.optionalKey(schema)

const list = <S extends Schema.Top>(schema: S) => Schema.Array(schema)

const position = Schema.Int.check(
  Schema.isBetween({ minimum: 1, maximum: 512 }, { message: "must be 1 to 512" }),
)

/**
 * A column: by its name in the header, by its name and which of several of that name, or by its place from the left,
 * counted from 1, where it has no name. In JSON, names of fields joined with dots.
 */
export const Column = Schema.Union([
  text,
  Schema.Struct({ name: text, nth: position }),
  Schema.Struct({ at: position }),
])
export type Column = typeof Column.Type

/** One column, or several: texts are joined with a space, amounts are added up. */
const Columns = Schema.Union([Column, Schema.NonEmptyArray(Column)])
export type Columns = typeof Columns.Type

const Condition = Schema.Struct({ column: Column, is: Schema.NonEmptyArray(Schema.String) })

/** What a line of a report is. */
export const LineKind = Schema.Literals([
  "payment",
  "payment_part",
  "refund",
  "cancel",
  "adjustment",
  "payout",
  "fee",
  "settlement",
  "other",
  "unreadable",
])
export type LineKind = typeof LineKind.Type

/** Amounts that a line tells. Others that a report has are for its equations alone. */
export const MONEY = ["gross", "fee", "tax", "net", "balance"] as const

const moneyName = Schema.String.check(
  Schema.isPattern(/^[a-z][A-Za-z]*$/, { message: "must be one word in camelCase" }),
)

/** A term of a sum: an amount's name, perhaps with a minus in front. */
const Term = Schema.String.check(
  Schema.isPattern(/^-?[a-z][A-Za-z]*$/, { message: "must be an amount's name, perhaps with a minus" }),
)

const dateFormat = Schema.String.check(
  Schema.makeFilter(
    (format) =>
      isDateFormat(format) ||
      "must be iso, or a day and a month, once each, made of YYYY, YY, MM, MMM, DD, HH, mm and ss",
  ),
)

/** Where a date stands, or a date and its time in several columns, and how it is written. */
const Dated = Schema.Struct({ column: Columns, formats: Schema.NonEmptyArray(dateFormat) })

const FileShape = Schema.Union([
  Schema.Struct({
    format: Schema.Literal("table"),
    /** Of a text file. A workbook has none. */
    delimiter: Schema.Literals([",", ";", "\t", "|"]).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed("," as const)),
    ),
    /** Rows that the header takes, merged cells over them: their names are joined with dots. */
    headerRows: Schema.Int.check(
      Schema.isBetween({ minimum: 1, maximum: 5 }, { message: "must be 1 to 5" }),
    ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  }),
  Schema.Struct({
    format: Schema.Literal("json"),
    /** Where the records stand; absent: the document is their list. */
    records: optional(text),
    /** The field that says that there are more pages. */
    more: optional(text),
  }),
  Schema.Struct({ format: Schema.Literal("mt940") }),
])

/** A value beside its label, before or after the lines. */
const Fact = Schema.Struct({
  label: text,
  /** `cell`: in the next cell. `equals`: after a cell with `=`. `inline`: `label : value` in one cell. */
  form: Schema.Literals(["cell", "equals", "inline"]),
  is: Schema.Literals([
    "account",
    "currency",
    "period",
    "reportDate",
    "opening",
    "closing",
    "debits",
    "credits",
  ]),
  /** For dates. */
  formats: optional(Schema.NonEmptyArray(dateFormat)),
  /** Without it the file was cut off. */
  required: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
})
export type Fact = typeof Fact.Type

const Header = Schema.Struct({
  /** The names in their order, `null` for one that does not matter. Any order: the names that must be there. */
  names: Schema.NonEmptyArray(Schema.NullOr(Schema.String)),
  /** More columns may follow, or in any order: stand between. */
  more: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  anyOrder: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
})
export type Header = typeof Header.Type

const KindRule = Schema.Struct({
  kind: LineKind,
  /** All of these hold. Absent: always. */
  when: optional(list(Condition)),
  channel: optional(Schema.Literals(["qris", "card"])),
  /** The amounts that such a line tells. Absent: all; none: the report does not say what it moved. */
  tells: optional(list(moneyName)),
  /** Other sums than those of the table, or none. */
  equations: optional(list(Schema.Struct({ of: moneyName, is: list(Term) }))),
  /** The id that this kind of line has in another column. */
  providerId: optional(Column),
})

const Sign = Schema.Struct({
  /** Words of a column, or the end of the amount itself. */
  by: Schema.Union([Schema.Literal("suffix"), Schema.Struct({ column: Column })]),
  plus: Schema.NonEmptyArray(text),
  minus: Schema.NonEmptyArray(text),
})

/** The keys that a report offers for matching, see `matchingKeys`. */
export const KeyName = Schema.Literals(["providerId", "reference", "rrn", "time", "day"])
export type KeyName = typeof KeyName.Type

/**
 * One report of one provider in one version: plain data, as JSON holds it. What data cannot say is a named
 * recipe of this package.
 */
export const StatementProfile = Schema.Struct({
  id: Schema.String.check(
    Schema.isPattern(/^[a-z][a-z0-9-]{1,59}$/, { message: "must be lower-case letters, digits and -" }),
  ),
  /** The report's name for people. */
  title: text,
  /** Versions of one report have one family: a line in both has one key. Default: the id. */
  family: optional(text),
  /** A report about payments, or a statement of a bank account. */
  kind: Schema.Literals(["acquirer", "bank"]),
  file: FileShape,
  numbers: Schema.Literals(["plain", "id", "sen"]),
  /** Of times without an offset. */
  zone: Schema.Literals(["+07:00", "Z"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("+07:00" as const)),
  ),
  encoding: Schema.Literals(["utf-8", "windows-1252"]).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed("utf-8" as const)),
  ),
  header: optional(Header),
  /** Digits of ids and times, by column: zeros in front that were lost are given back, and such an id is marked. */
  widths: Schema.Record(Schema.String, position).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  columns: Schema.Struct({
    providerId: optional(Column),
    reference: optional(Column),
    rrn: optional(Column),
    mid: optional(Column),
    nmid: optional(Column),
    tid: optional(Column),
    account: optional(Column),
    batch: optional(Column),
    bankReference: optional(Column),
    originalId: optional(Column),
    status: optional(Column),
    /** Which of the rows of one payment it is. */
    part: optional(Columns),
    currency: optional(Column),
    narrative: optional(Columns),
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  dates: Schema.Struct({
    /** When the customer paid. */
    paid: optional(Dated),
    /** When the acquirer settled. */
    settled: optional(Dated),
    /** When the bank booked. */
    booked: optional(Dated),
    value: optional(Dated),
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  /** Amounts by name: gross, fee, tax, net, balance, and those that only equations use. */
  money: Schema.Record(moneyName, Columns).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  /** Amounts that must not be empty. Default: gross and net, where they have a column. */
  required: optional(list(moneyName)),
  /** Amounts for which empty means none: the two columns of debit and credit. */
  emptyIsZero: list(moneyName).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Amounts that such a report never has, as its sums prove. */
  none: list(moneyName).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Amounts that follow from others. */
  derived: Schema.Record(moneyName, Schema.NonEmptyArray(Term)).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed({})),
  ),
  /** Absent: amounts carry their own sign. */
  sign: optional(Sign),
  /** Must hold on every line. */
  equations: list(Schema.Struct({ of: moneyName, is: Schema.NonEmptyArray(Term) })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  /** The first that fits says what a line is. None fits: the line cannot be read. */
  kinds: Schema.NonEmptyArray(KindRule),
  /** Rows in which no money moved. */
  ignored: list(Schema.Struct({ when: Schema.NonEmptyArray(Condition), why: text })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([])),
  ),
  /** Words that a status may be, beside those of `ignored`: another one is not guessed at. */
  statuses: optional(Schema.NonEmptyArray(text)),
  /** Whether a line was paid out: `always` in a settlement report, or by the words of a column. */
  settled: optional(
    Schema.Union([
      Schema.Literal("always"),
      Schema.Struct({ column: Column, yes: Schema.NonEmptyArray(text), no: Schema.NonEmptyArray(text) }),
    ]),
  ),
  /** Rows that are shown and not booked yet. */
  pending: optional(Condition),
  /** Rows that make one line. Each adds its `amount` to one of the line's. */
  group: optional(
    Schema.Struct({
      by: Column,
      role: Column,
      roles: Schema.Record(
        Schema.String,
        Schema.Struct({
          adds: Schema.Literals(["gross", "fee", "tax"]),
          /** Makes a line of its own, with others that are reversed. */
          reverses: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
        }),
      ),
    }),
  ),
  /** The column into which an unquoted delimiter spills: the cells that are too many belong to it. */
  spills: optional(Column),
  /** Values before and after the lines. */
  facts: list(Fact).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** The row of totals under the lines, by its first cell. */
  total: optional(
    Schema.Struct({
      label: text,
      required: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(true))),
    }),
  ),
  /** Rows that only separate, by their first cell. */
  separators: list(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** A second table: sums of the lines for each merchant id, perhaps with the day of payment. */
  summary: optional(
    Schema.Struct({
      header: Header,
      mid: Column,
      date: optional(Dated),
      money: Schema.Record(moneyName, Column),
      count: optional(Column),
      total: optional(text),
    }),
  ),
  /** In which order the running balance runs. */
  running: optional(Schema.Literals(["ascending", "descending", "either"])),
  /** What is read from the text of a line. */
  recipe: optional(Schema.Literals(NARRATIVE_RECIPES)),
  /** By which of its days a report is cut: within them, what is not listed is not there. */
  coverage: Schema.Literals(["paid", "settled", "booked"]),
  /** Working days until a payment is in such a report. */
  lag: optional(
    Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 60 }, { message: "must be 0 to 60" })),
  ),
  /** What may be matched by. */
  keys: list(KeyName),
  /** What the callback's id has in front of the report's. */
  callbackPrefix: optional(text),
  /** Columns that are read where they are there. */
  mayLack: list(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Columns about people, which are read into nothing. */
  drops: list(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
})
/** A profile after its defaults were filled in. */
export type StatementProfile = typeof StatementProfile.Type
/** A profile as it is written down: JSON. */
export type StatementProfileInput = typeof StatementProfile.Encoded
