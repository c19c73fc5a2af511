import { MAX_RUPIAH, readRupiah } from "../amount.js"
import { passesLuhn } from "../pan.js"
import { type Form, isDigits } from "./field.js"

/** Merchant sizes and kinds (Table 4.6). A code without one counts as `URE`. */
export const CRITERIA = ["UMI", "UKE", "UME", "UBE", "URE", "PSO", "BLU"] as const

const KNOWN_CRITERIA: ReadonlySet<string> = new Set(CRITERIA)

export type Criteria = (typeof CRITERIA)[number]

/** The repository's identifier today; older codes carry the others (spec section 5). */
export const REPOSITORY_GUI = "ID.CO.QRIS.WWW"
const REPOSITORY_GUIS = [REPOSITORY_GUI, "ID.OR.GPNQR.WWW", "ID.GPNQR"]

/** The default identifier of an acquirer that prints no domain (rule 4.7.5.3). */
export const DEFAULT_GUI = "00"

/** An amount as EMVCo writes it, in any currency: digits with at most one dot, not zero. */
export const emvAmount: Form = {
  code: "wrong-amount",
  severity: "error",
  rule: "4.7.8.1",
  allowed: "digits, at most one dot, not zero",
  holds: (value) => /^\d+\.?\d*$/.test(value) && /[1-9]/.test(value),
}

/** An amount in rupiah: at most two decimals (ISO 4217). */
export const rupiahAmount: Form = {
  ...emvAmount,
  allowed: `1 to ${MAX_RUPIAH}, at most two decimals`,
  // Plain digits, as most codes have it, need no closer look.
  holds: (value) => (isDigits(value) && value[0] !== "0") || readRupiah(value).kind !== "invalid",
}

/** 00.01 to 99.99. */
export const percentage: Form = {
  code: "wrong-percentage",
  severity: "error",
  rule: "4.7.11.1",
  allowed: "00.01 to 99.99",
  holds: (value) => /^\d{1,2}(\.\d{1,2})?$/.test(value) && /[1-9]/.test(value),
}

/** Real codes carry `0.7` and `0.90` (spec section 7). */
export const paddedPercentage: Form = {
  code: "unpadded-percentage",
  severity: "warning",
  rule: "4.7.11.1",
  allowed: "two digits, a dot, two digits",
  holds: (value) => /^\d\d\.\d\d$/.test(value),
}

/** A default `00` or a domain in reverse. */
export const reverseDomain: Form = {
  code: "not-a-domain",
  severity: "warning",
  rule: "4.7.5.3",
  allowed: "00, or a domain in reverse",
  holds: (value) => value === DEFAULT_GUI || value.includes("."),
}

/** A PAN whose first eight digits are a National Numbering System code. */
export const domesticPan: Form = {
  code: "foreign-pan",
  severity: "error",
  rule: "4.7.5.5",
  allowed: "9360 and four digits of the institution first",
  holds: (value) => value.startsWith("9360"),
}

export const panLength: Form = {
  code: "unusual-pan-length",
  severity: "warning",
  rule: "4.7.5.4",
  allowed: "16 to 19 digits",
  holds: (value) => value.length >= 16,
}

/** Codes normally carry 18 digits, without the check digit; only 19 can be checked (spec section 9). */
export const panCheckDigit: Form = {
  code: "wrong-check-digit",
  severity: "warning",
  rule: "4.7.5.4",
  allowed: "a Luhn check digit as the 19th",
  holds: (value) => value.length !== 19 || passesLuhn(value),
}

export const criteria: Form = {
  code: "unknown-criteria",
  severity: "warning",
  rule: "Table 4.6",
  allowed: CRITERIA.join(", "),
  holds: (value) => KNOWN_CRITERIA.has(value),
}

export const repositoryGui: Form = {
  code: "other-repository",
  severity: "warning",
  rule: "Table 4.5",
  allowed: REPOSITORY_GUI,
  holds: (value) => value === REPOSITORY_GUI || REPOSITORY_GUIS.includes(value.toUpperCase()),
}

/** `ID` and 13 digits. All zeros, 14 characters and `AID…` occur in codes that work (spec section 5). */
export const nmid: Form = {
  code: "unusual-nmid",
  severity: "warning",
  rule: "Table 4.5",
  allowed: "ID and 13 digits",
  holds: (value) => value.length === 15 && value.startsWith("ID") && isDigits(value, 2),
}

const SPACE = 0x20

/** Some codes carry `-` as a city or a postal code, or end a name with a space (spec section 12). */
export const readable: Form = {
  code: "unreadable-text",
  severity: "warning",
  rule: "Table 3.6",
  allowed: "letters or digits, no space at either end",
  holds: (value) => {
    if (value.charCodeAt(value.length - 1) === SPACE) return false
    const first = value.charCodeAt(0)
    // Most start with a letter.
    return (first >= 0x41 && first <= 0x5a) || (first !== SPACE && /[A-Za-z0-9]/.test(value))
  },
}

/** `***` asks the customer; any other value is the merchant's. */
export const valueOrPrompt: Form = {
  code: "wrong-prompt",
  severity: "warning",
  rule: "4.8.1.2",
  allowed: "***, or a value",
  holds: (value) => value[0] !== "*" || value === "***" || !/^\*+$/.test(value),
}

/** Address, mobile number, e-mail: each at most once. */
export const consumerDataRequest: Form = {
  code: "wrong-data-request",
  severity: "error",
  rule: "4.8.1.3",
  allowed: "A, M and E, each at most once",
  holds: (value) => /^(?!.*(.).*\1)[AME]+$/.test(value),
}

export const language: Form = {
  code: "wrong-language",
  severity: "error",
  rule: "4.9.2.1",
  allowed: "two letters (ISO 639)",
  holds: (value) => /^[A-Za-z]{2}$/.test(value),
}

/** Transfers (Table 3.23). */
export const TRANSFER_PURPOSES = ["BOOK", "DMCT", "XBCT"] as const
export const TRANSFER_CATEGORY = "4829"
