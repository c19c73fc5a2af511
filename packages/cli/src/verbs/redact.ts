import { Payments } from "@qriskit/payments"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { moment } from "../text/moment.js"
import { Moment } from "./moment.js"
import { decided } from "./option.js"
import { recorded } from "./recorded.js"
import { defineVerb } from "./verb.js"

const ABOUT = "Payments that have not changed since this day of Jakarta, or this time with its zone."

export const redact = defineVerb({
  name: "redact",
  title: "Remove personal data",
  summary: "Removes personal data of payments that have not changed since a day: for good.",
  example: 'qriskit redact --before 2026-01-01 --yes --by "Petugas Contoh" --why "kept for a year"',
  access: "write",
  isDangerous: true,
  isIdempotent: true,
  options: {
    before: { schema: Moment.annotate({ description: ABOUT }), form: "text", about: ABOUT, value: "<time>" },
    ...decided,
  },
  output: Schema.Struct({ attempts: Schema.Int, callbacks: Schema.Int }),
  preview: ({ before }) =>
    Effect.succeed({
      lines: [
        `Removes personal data of every payment that has not changed since ${moment(before)} WIB, in every account.`,
        "Payers, answers, bodies of callbacks and reasons go for good; amounts, ids, states and times stay.",
      ],
    }),
  run: ({ before, by, why }) =>
    Effect.flatMap(Payments, (payments) =>
      recorded(
        { verb: "redact", by, why, subject: `before ${before.toISOString()}` },
        payments.redact(before),
      ),
    ),
  text: ({ attempts, callbacks }) => [
    `Personal data of ${attempts} attempts and ${callbacks} callbacks is removed.`,
  ],
})
