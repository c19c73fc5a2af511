import { AccountId, Rupiah } from "@qriskit/core"
import * as Schema from "effect/Schema"
import { Day, Moment } from "./moment.js"

/** How an option is written on a command line; as JSON it is what its schema says. */
export type Form = "text" | "whole" | "flag" | "words"

/** Something that a verb is told. */
export interface Option<S extends Schema.ConstraintDecoder<unknown> = Schema.ConstraintDecoder<unknown>> {
  readonly schema: S
  readonly form: Form
  /** What it is, for help and for tools. */
  readonly about: string
  /** What stands behind it in help: `<rupiah>`. */
  readonly value?: string
  /** Written without its name, behind the verb. */
  readonly isPositional?: boolean
}

const text = (maximum: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { message: "must not be empty" }),
    Schema.isMaxLength(maximum, { message: `must be at most ${maximum} characters` }),
  )

const whole = (minimum: number, maximum: number) =>
  Schema.Int.annotate({ message: "must be a whole number" }).check(
    Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }),
  )

const optional = <S extends Schema.ConstraintDecoder<unknown>>(
  option: Option<S>,
): Option<Schema.optionalKey<S>> => ({
  ...option,
  schema: Schema.optionalKey(option.schema),
})

/** Text that has to be given. */
export const requiredText = (about: string, value = "<text>", maximum = 255) =>
  ({
    schema: text(maximum).annotate({ description: about }),
    form: "text",
    about,
    value,
  }) as const satisfies Option

/** Text that need not be given. */
export const textOption = (about: string, value?: string, maximum?: number) =>
  optional(requiredText(about, value, maximum))

/** A whole number that has to be given. */
export const requiredWhole = (about: string, minimum: number, maximum: number, value = "<n>") =>
  ({
    schema: whole(minimum, maximum).annotate({ description: about }),
    form: "whole",
    about,
    value,
  }) as const satisfies Option

/** A whole number that need not be given. */
export const wholeOption = (about: string, minimum: number, maximum: number, value?: string) =>
  optional(requiredWhole(about, minimum, maximum, value))

/** Whole rupiah, without dots or commas: which of them separates what, nobody guesses. */
export const requiredRupiah = (about: string) =>
  ({
    schema: Rupiah.annotate({ description: about }),
    form: "whole",
    about,
    value: "<rupiah>",
  }) as const satisfies Option

/** The same where it need not be given. */
export const rupiahOption = (about: string) => optional(requiredRupiah(about))

/** A day of Jakarta's that has to be given. */
export const requiredDay = (about: string) => {
  const said = `${about} A day of Jakarta: 2026-12-01.`
  return {
    schema: Day.annotate({ description: said }),
    form: "text",
    about: said,
    value: "<day>",
  } as const satisfies Option
}

/** The same where it need not be given. */
export const dayOption = (about: string) => optional(requiredDay(about))

/** Several days of Jakarta's. */
export const daysOption = (about: string) => {
  const said = `${about} Several with commas: 2026-12-25,2026-12-26.`
  return optional({
    schema: Schema.Array(Day).annotate({ description: said }),
    form: "words",
    about: said,
    value: "<days>",
  })
}

/** A time or a day. */
export const momentOption = (about: string) => {
  const said = `${about} A day (2026-12-01, of Jakarta) or a time with its zone (2026-12-01T08:00:00+07:00).`
  return optional({ schema: Moment.annotate({ description: said }), form: "text", about, value: "<time>" })
}

/** Said, or not. */
export const flagOption = (about: string) =>
  optional({ schema: Schema.Boolean.annotate({ description: about }), form: "flag", about })

/** One of some words, which has to be said. */
export const requiredWord = <const L extends ReadonlyArray<string>>(about: string, words: L) =>
  ({
    schema: Schema.Literals(words).annotate({
      description: about,
      message: `must be one of ${words.join(", ")}`,
    }),
    form: "text",
    about: `${about} One of ${words.join(", ")}.`,
    value: "<word>",
  }) as const satisfies Option

/** One of some words. */
export const wordOption = <const L extends ReadonlyArray<string>>(about: string, words: L) =>
  optional(requiredWord(about, words))

/** Several of some words. */
export const wordsOption = <const L extends ReadonlyArray<string>>(about: string, words: L) =>
  optional({
    schema: Schema.Array(
      Schema.Literals(words).annotate({ message: `must be one of ${words.join(", ")}` }),
    ).annotate({ description: about }),
    form: "words",
    about: `${about} Several with commas: ${words.join(", ")}.`,
    value: "<words>",
  })

/** A payment's key. */
export const key = {
  schema: text(255).annotate({ description: "The key that the shop opened the payment with." }),
  form: "text",
  about: "The key that the shop opened the payment with.",
  value: "<key>",
  isPositional: true,
} as const satisfies Option

/** The id of something in a list. */
export const itemId = (about: string) =>
  ({
    schema: whole(1, Number.MAX_SAFE_INTEGER).annotate({ description: about }),
    form: "whole",
    about,
    value: "<id>",
    isPositional: true,
  }) as const satisfies Option

/** The id of an endpoint. */
export const endpointId = {
  schema: text(64).annotate({ description: "The endpoint's id, from endpoints." }),
  form: "text",
  about: "The endpoint's id, from endpoints.",
  value: "<id>",
  isPositional: true,
} as const satisfies Option

/** Whose payments. */
export const account = optional({
  schema: AccountId.annotate({
    description: "The account of a platform's merchant. Without it: the one account of a client.",
  }),
  form: "text",
  about: "The account of a platform's merchant.",
  value: "<account>",
})

/** Who does it, and why: recorded with every act. */
export const decided = {
  by: {
    schema: text(255).annotate({ description: "Who decided this: kept for good." }),
    form: "text",
    about: "Who decided this: kept for good.",
    value: "<name>",
  },
  why: {
    schema: text(255).annotate({ description: "Why, in a sentence: kept until redact." }),
    form: "text",
    about: "Why, in a sentence: kept until redact.",
    value: "<text>",
  },
} as const satisfies Readonly<Record<string, Option>>

/** How many a list has. */
export const limit = wholeOption("How many at most. Default 50.", 1, 500)

/** A page of a list by id, oldest first. */
export const page = {
  account,
  after: wholeOption(
    "Those behind this id: the last one of the page before.",
    0,
    Number.MAX_SAFE_INTEGER,
    "<id>",
  ),
  limit,
} as const

/** A page of a list by id, newest first. */
export const pageBack = {
  before: wholeOption(
    "Older ones than this id: the last one of the page before.",
    1,
    Number.MAX_SAFE_INTEGER,
    "<id>",
  ),
  limit,
} as const

/** A page's size, where none is asked for. */
export const PAGE = 50
