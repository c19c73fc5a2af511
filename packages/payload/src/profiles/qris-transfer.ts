import { field, fields } from "../fields/field.js"
import * as forms from "../fields/forms.js"
import { gui, indonesia } from "../fields/indonesia.js"
import { labels, MANDATORY } from "../fields/table.js"
import * as rules from "../rules.js"
import type { Profile } from "./profile.js"

/** Table 3.23. */
const PURPOSES = ["BOOK", "DMCT", "XBCT"]

const account = fields({
  0: gui,
  1: field("N", 16, 19, "Table 3.20", { ...MANDATORY, forms: [forms.domesticPan, forms.panCheckDigit] }),
  2: field("ans-no-pipe", 1, 15, "Table 3.20", MANDATORY),
  4: field("ans", 8, 11, "Table 3.20"),
})

const uniquePerGenerated = fields({
  0: field("ans", 2, 2, "Table 3.20", MANDATORY),
  1: field("ans", 8, 64, "Table 3.20", MANDATORY),
})

const additionalData = fields({
  ...labels,
  8: field("ans", 4, 4, "Table 3.23", { ...MANDATORY, values: PURPOSES }),
  99: field("ans", 1, 99, "Table 3.20", { ...MANDATORY, inside: uniquePerGenerated }),
})

/** QRIS Transfer: money to an account instead of a merchant (rule 4.2, Tables 3.20 and 3.23). */
export const qrisTransfer: Profile = {
  name: "qris-transfer",
  country: "ID",
  fields: fields({
    ...indonesia,
    1: field("N", 2, 2, "4.2", { ...MANDATORY, values: ["12"] }),
    40: field("ans", 1, 99, "Table 3.20", { ...MANDATORY, inside: account }),
    52: field("N", 4, 4, "4.2", { ...MANDATORY, values: [rules.TRANSFER_CATEGORY] }),
    62: field("S", 1, 99, "Table 3.20", { ...MANDATORY, inside: additionalData }),
  }),
  rules: [...rules.EVERYWHERE, rules.amountWithinLimit],
}
