import type { Severity } from "../issue.js"
import { type Field, field, type Table } from "./field.js"
import * as forms from "./forms.js"
import { LENIENT, MANDATORY, root } from "./table.js"

const text = (max: number, rule: string, absence: Severity): Field =>
  field("ans-no-pipe", 1, max, rule, { ...LENIENT, absence, forms: [forms.readable] })

const amount = field("ans", 1, 13, "4.7.8.1", { forms: [forms.rupiahAmount] })

/** Table 3.6 with what holds when tag 58 is `ID`. */
export const indonesia: Table = {
  ...root,
  53: field("N", 3, 3, "4.7.7.1", { ...MANDATORY, values: ["360"] }),
  54: amount,
  56: amount,
  58: field("ans", 2, 2, "4.7.12.1", { ...MANDATORY, values: ["ID"] }),
  59: text(25, "4.7.13.1", "error"),
  60: text(15, "4.7.14.1", "error"),
  61: text(10, "4.7.15", "warning"),
}

/** An acquirer's identifier, a domain in reverse. */
export const gui = field("ans", 1, 32, "Table 4.3", { ...MANDATORY, forms: [forms.reverseDomain] })
