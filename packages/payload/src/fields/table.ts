import { field, fields, range, type Table } from "./field.js"
import * as forms from "./forms.js"

export const MANDATORY = { absence: "error" } as const
/** Broken in real codes without harm to the payment: length and characters are only warned about. */
export const LENIENT = { severity: "warning" } as const
export const LENIENT_MANDATORY = { ...MANDATORY, ...LENIENT } as const

/** Table 3.7, apart from the templates in it. */
export const labels: Table = {
  ...range(1, 8, field("ans", 1, 25, "Table 3.7", { ...LENIENT, forms: [forms.valueOrPrompt] })),
  9: field("ans", 1, 3, "Table 3.7", { forms: [forms.consumerDataRequest] }),
}

const languageTemplate = fields({
  0: field("ans", 2, 2, "4.9.2.1", { ...MANDATORY, forms: [forms.language] }),
  1: field("S", 1, 25, "4.9.3.1", LENIENT_MANDATORY),
  2: field("S", 1, 15, "Table 3.8", LENIENT),
})

const anything = field("ans", 1, 99, "Table 3.6")

/** Table 3.6, as far as it holds in every country. */
export const root: Table = {
  0: field("N", 2, 2, "4.7.1.1", { ...MANDATORY, values: ["01"] }),
  1: field("N", 2, 2, "4.7.2.1", { values: ["11", "12"] }),
  ...range(2, 51, anything),
  52: field("N", 4, 4, "4.7.6.1", LENIENT_MANDATORY),
  55: field("N", 2, 2, "4.7.9.1", { values: ["01", "02", "03"] }),
  57: field("ans", 1, 5, "4.7.11.1", { forms: [forms.percentage, forms.paddedPercentage] }),
  62: field("S", 1, 99, "4.8.1.1", { ...LENIENT, inside: fields(labels) }),
  63: field("ans", 4, 4, "4.7.16.2", MANDATORY),
  64: field("S", 1, 99, "Table 3.8", { ...LENIENT, inside: languageTemplate }),
}
