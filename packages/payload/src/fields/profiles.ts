import type { Issue } from "../issue.js"
import { type Field, type Fields, field, fields } from "./field.js"
import * as forms from "./forms.js"

const MANDATORY = { absence: "error" } as const
/** Broken in real codes without harm to the payment: length and characters are only warned about. */
const LENIENT = { severity: "warning" } as const
const TEXT: Partial<Field> = { ...MANDATORY, ...LENIENT }

const LABEL = field("ans", [1, 25], "Table 3.7", { ...LENIENT, forms: [forms.valueOrPrompt] })

const proprietary = fields({
  "0": field("ans", [1, 32], "Table 4.8", { ...LENIENT, absence: "warning" }),
  "1": field("ans", [1, 81], "Table 4.8", { ...LENIENT, absence: "warning" }),
})

const additionalData: Readonly<Record<string, Field>> = {
  "1-8": LABEL,
  "9": field("ans", [1, 3], "Table 3.7", { forms: [forms.consumerDataRequest] }),
}

const languageTemplate = fields({
  "0": field("ans", [2, 2], "4.9.2.1", { ...MANDATORY, forms: [forms.language] }),
  "1": field("S", [1, 25], "4.9.3.1", TEXT),
  "2": field("S", [1, 15], "Table 3.8", LENIENT),
})

/** Table 3.6 without Indonesia's own rules. */
const root: Readonly<Record<string, Field>> = {
  "0": field("N", [2, 2], "4.7.1.1", { ...MANDATORY, values: ["01"] }),
  "1": field("N", [2, 2], "4.7.2.1", { values: ["11", "12"] }),
  "2-25": field("ans", [1, 99], "Table 3.6"),
  "26-51": field("ans", [1, 99], "Table 3.6", {
    inside: fields({ "0": field("ans", [1, 32], "Table 4.3", MANDATORY) }),
  }),
  "52": field("N", [4, 4], "4.7.6.1", TEXT),
  "53": field("N", [3, 3], "4.7.7.1", MANDATORY),
  "54": field("ans", [1, 13], "Table 3.6", { forms: [forms.emvAmount] }),
  "55": field("N", [2, 2], "4.7.9.1", { values: ["01", "02", "03"] }),
  "56": field("ans", [1, 13], "Table 3.6", { forms: [forms.emvAmount] }),
  "57": field("ans", [1, 5], "Table 3.6", { forms: [forms.percentage, forms.paddedPercentage] }),
  "58": field("ans", [2, 2], "4.7.12.1", MANDATORY),
  "59": field("ans", [1, 25], "4.7.13.1", { ...TEXT, forms: [forms.readable] }),
  "60": field("ans", [1, 15], "4.7.14.1", { ...TEXT, forms: [forms.readable] }),
  "61": field("ans", [1, 10], "4.7.15", { ...LENIENT, forms: [forms.readable] }),
  "62": field("S", [1, 99], "4.8.1.1", { ...LENIENT, inside: fields(additionalData) }),
  "63": field("ans", [4, 4], "4.7.16.2", MANDATORY),
  "64": field("S", [1, 99], "Table 3.8", { ...LENIENT, inside: languageTemplate }),
}

/** EMVCo's merchant-presented mode, any country. */
export const EMV: Fields = fields(root)

const text = (max: number, rule: string, absence: Issue["severity"]): Field =>
  field("ans-no-pipe", [1, max], rule, { ...LENIENT, absence, forms: [forms.readable] })

const indonesia: Readonly<Record<string, Field>> = {
  "53": field("N", [3, 3], "4.7.7.1", { ...MANDATORY, values: ["360"] }),
  "54": field("ans", [1, 13], "Table 3.6", { forms: [forms.rupiahAmount] }),
  "56": field("ans", [1, 13], "Table 3.6", { forms: [forms.rupiahAmount] }),
  "58": field("ans", [2, 2], "4.7.12.1", { ...MANDATORY, values: ["ID"] }),
  "59": text(25, "4.7.13.1", "error"),
  "60": text(15, "4.7.14.1", "error"),
  "61": text(10, "4.7.15", "warning"),
}

const pan = field("N", [1, 19], "4.7.5.4", {
  ...MANDATORY,
  forms: [forms.domesticPan, forms.panLength, forms.panCheckDigit],
})

const gui = field("ans", [1, 32], "Table 4.3", { ...MANDATORY, forms: [forms.reverseDomain] })

const merchantAccount = fields({
  "0": gui,
  "1": pan,
  "2": field("ans-no-pipe", [1, 15], "Table 4.3", { ...MANDATORY, ...LENIENT }),
  "3": field("ans-no-pipe", [3, 3], "Table 4.3", { ...LENIENT, absence: "warning", forms: [forms.criteria] }),
})

const repository = fields({
  "0": field("ans", [1, 32], "Table 4.5", { ...MANDATORY, forms: [forms.repositoryGui] }),
  "2": field("ans", [1, 15], "Table 4.5", { ...MANDATORY, forms: [forms.nmid] }),
  "3": field("ans-no-pipe", [3, 3], "Table 4.5", { ...LENIENT, forms: [forms.criteria] }),
})

/** ASPI's QRIS, payments to a merchant. */
export const QRIS: Fields = fields(root, indonesia, {
  "26-45": field("ans", [1, 99], "4.7.5.2", { inside: merchantAccount }),
  "46-50": field("ans", [1, 99], "Table 3.6"),
  "51": field("ans", [1, 99], "Table 3.6", { inside: repository }),
  "62": field("S", [1, 99], "4.8.1.1", {
    ...LENIENT,
    inside: fields(additionalData, {
      "99": field("ans", [1, 91], "4.8.1.4", { ...LENIENT, inside: proprietary }),
    }),
  }),
})

/** QRIS Transfer: money to an account instead of a merchant (rule 4.2, Tables 3.20 and 3.23). */
export const QRIS_TRANSFER: Fields = fields(root, indonesia, {
  "1": field("N", [2, 2], "4.2", { ...MANDATORY, values: ["12"] }),
  "26-50": field("ans", [1, 99], "Table 3.6"),
  "40": field("ans", [1, 99], "Table 3.20", {
    ...MANDATORY,
    inside: fields({
      "0": gui,
      "1": field("N", [16, 19], "Table 3.20", {
        ...MANDATORY,
        forms: [forms.domesticPan, forms.panCheckDigit],
      }),
      "2": field("ans-no-pipe", [1, 15], "Table 3.20", MANDATORY),
      "4": field("ans", [8, 11], "Table 3.20"),
    }),
  }),
  "51": field("ans", [1, 99], "Table 3.6"),
  "52": field("N", [4, 4], "4.2", { ...MANDATORY, values: [forms.TRANSFER_CATEGORY] }),
  "62": field("S", [1, 99], "Table 3.20", {
    ...MANDATORY,
    inside: fields(additionalData, {
      "8": field("ans", [4, 4], "Table 3.23", {
        ...MANDATORY,
        values: forms.TRANSFER_PURPOSES,
      }),
      "99": field("ans", [1, 99], "Table 3.20", {
        ...MANDATORY,
        inside: fields({
          "0": field("ans", [2, 2], "Table 3.20", MANDATORY),
          "1": field("ans", [8, 64], "Table 3.20", MANDATORY),
        }),
      }),
    }),
  }),
})
