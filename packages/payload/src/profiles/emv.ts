import { field, fields, range } from "../fields/field.js"
import * as forms from "../fields/forms.js"
import { LENIENT, LENIENT_MANDATORY, MANDATORY, root } from "../fields/table.js"
import * as rules from "../rules.js"
import type { Profile } from "./profile.js"

const account = fields({ "0": field("ans", 1, 32, "Table 4.3", MANDATORY) })
const amount = field("ans", 1, 13, "4.7.8.1", { forms: [forms.emvAmount] })
const TEXT = { ...LENIENT_MANDATORY, forms: [forms.readable] } as const

/** EMVCo's merchant-presented mode, any country and currency. */
export const emv: Profile = {
  name: "emv",
  fields: fields({
    ...root,
    ...range(26, 51, field("ans", 1, 99, "Table 3.6", { inside: account })),
    53: field("N", 3, 3, "4.7.7.1", MANDATORY),
    54: amount,
    56: amount,
    58: field("ans", 2, 2, "4.7.12.1", MANDATORY),
    59: field("ans", 1, 25, "4.7.13.1", TEXT),
    60: field("ans", 1, 15, "4.7.14.1", TEXT),
    61: field("ans", 1, 10, "4.7.15", { ...LENIENT, forms: [forms.readable] }),
  }),
  rules: [...rules.EVERYWHERE, rules.hasAccount],
}
