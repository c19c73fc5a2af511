import { type Field, field, fields, range } from "../fields/field.js"
import * as forms from "../fields/forms.js"
import { gui, indonesia } from "../fields/indonesia.js"
import { LENIENT, LENIENT_MANDATORY, labels, MANDATORY } from "../fields/table.js"
import type { Severity } from "../issue.js"
import * as rules from "../rules.js"
import type { Profile } from "./profile.js"

const EXPECTED = { ...LENIENT, absence: "warning" } as const

const criteria = (rule: string, absence?: Severity): Field =>
  field("ans-no-pipe", 3, 3, rule, { ...LENIENT, absence, forms: [forms.criteria] })

const merchantAccount = fields({
  0: gui,
  1: field("N", 1, 19, "4.7.5.4", {
    ...MANDATORY,
    forms: [forms.domesticPan, forms.panLength, forms.panCheckDigit],
  }),
  2: field("ans-no-pipe", 1, 15, "Table 4.3", LENIENT_MANDATORY),
  3: criteria("Table 4.3", "warning"),
})

const repository = fields({
  0: field("ans", 1, 32, "Table 4.5", { ...MANDATORY, forms: [forms.repositoryGui] }),
  2: field("ans", 1, 15, "Table 4.5", { ...MANDATORY, forms: [forms.nmid] }),
  3: criteria("Table 4.5"),
})

const proprietary = fields({
  0: field("ans", 1, 32, "Table 4.8", EXPECTED),
  1: field("ans", 1, 81, "Table 4.8", EXPECTED),
})

const additionalData = fields({
  ...labels,
  99: field("ans", 1, 91, "4.8.1.4", { ...LENIENT, inside: proprietary }),
})

/** ASPI's QRIS: payments to a merchant. */
export const qris: Profile = {
  name: "qris",
  country: "ID",
  fields: fields({
    ...indonesia,
    ...range(26, 45, field("ans", 1, 99, "4.7.5.2", { inside: merchantAccount })),
    51: field("ans", 1, 99, "Table 4.5", { inside: repository }),
    62: field("S", 1, 99, "4.8.1.1", { ...LENIENT, inside: additionalData }),
  }),
  rules: [
    ...rules.EVERYWHERE,
    rules.hasAccount,
    rules.staticHasRepository,
    rules.isNoTransfer,
    rules.amountWithinLimit,
  ],
}
