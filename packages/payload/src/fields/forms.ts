import { readRupiah } from "../amount.js"
import { passesLuhn } from "../pan.js"
import { form, isDigits } from "./field.js"

/** Merchant sizes and kinds (Table 4.6). A code without one counts as `URE`. */
const CRITERIA = ["UMI", "UKE", "UME", "UBE", "URE", "PSO", "BLU"] as const

/**
 * One of `CRITERIA`: micro (`UMI`), small (`UKE`), medium (`UME`), large (`UBE`), regular (`URE`), public
 * service (`PSO`, `BLU`).
 */
export type Criteria = (typeof CRITERIA)[number]

const KNOWN_CRITERIA: ReadonlyArray<string> = CRITERIA

/** The national repository's identifier today; older codes carry the others (spec section 5). */
export const REPOSITORY_GUI = "ID.CO.QRIS.WWW"
const REPOSITORY_GUIS = [REPOSITORY_GUI, "ID.OR.GPNQR.WWW", "ID.GPNQR"]

/** The default identifier of an acquirer that prints no domain (rule 4.7.5.3). */
export const DEFAULT_GUI = "00"

/** Digits with at most one dot, not zero: an amount as EMVCo writes it, in any currency. Not for the main entry. */
export const emvAmount = /* @__PURE__ */ form(
  "wrong-amount",
  "error",
  "4.7.8.1",
  (value) => /^\d+\.?\d*$/.test(value) && /[1-9]/.test(value),
)

/** The same in rupiah, with at most two decimals (ISO 4217). Plain digits, as most codes have it, pass at once. */
export const rupiahAmount = form(
  "wrong-amount",
  "error",
  "4.7.8.1",
  (value) => (isDigits(value) && value[0] !== "0") || readRupiah(value).kind !== "invalid",
)

const isPercentage = (value: string): boolean => /^\d{1,2}(\.\d{1,2})?$/.test(value) && /[1-9]/.test(value)

/** 00.01 to 99.99. */
export const percentage = form("wrong-percentage", "error", "4.7.11.1", isPercentage)

/** Real codes carry `0.7` and `0.90` (spec section 7). */
export const paddedPercentage = form(
  "unpadded-percentage",
  "warning",
  "4.7.11.1",
  (value) => value.length === 5 || !isPercentage(value),
)

/** `00`, or a domain in reverse. */
export const reverseDomain = form(
  "not-a-domain",
  "warning",
  "4.7.5.3",
  (value) => value === DEFAULT_GUI || value.includes("."),
)

/** A PAN whose first eight digits are a National Numbering System code, 9360 and the institution. */
export const domesticPan = form("foreign-pan", "error", "4.7.5.5", (value) => value.startsWith("9360"))

/** 16 to 19 digits (spec section 9). */
export const panLength = form("unusual-pan-length", "warning", "4.7.5.4", (value) => value.length >= 16)

/** Codes normally carry 18 digits, without the check digit; only 19 can be checked (spec section 9). */
export const panCheckDigit = form(
  "wrong-check-digit",
  "warning",
  "4.7.5.4",
  (value) => value.length !== 19 || passesLuhn(value),
)

export const criteria = form("unknown-criteria", "warning", "Table 4.6", (value) =>
  KNOWN_CRITERIA.includes(value),
)

export const repositoryGui = form("other-repository", "warning", "Table 4.5", (value) =>
  REPOSITORY_GUIS.includes(value.toUpperCase()),
)

/** `ID` and 13 digits. All zeros, 14 characters and `AID…` occur in codes that work (spec section 5). */
export const nmid = form(
  "unusual-nmid",
  "warning",
  "Table 4.5",
  (value) => value.length === 15 && value.startsWith("ID") && isDigits(value, 2),
)

const SPACE = 0x20

/**
 * Letters or digits, and no space at either end. Some codes carry `-` as a city or a postal code, or end a name with
 * a space (spec section 12).
 */
export const readable = form("unreadable-text", "warning", "Table 3.6", (value) => {
  if (value.charCodeAt(value.length - 1) === SPACE) return false
  const first = value.charCodeAt(0)
  // Most start with a capital.
  return (first >= 0x41 && first <= 0x5a) || (first !== SPACE && /[\p{L}\p{N}]/u.test(value))
})

/** `***` asks the customer; any other value is the merchant's. */
export const valueOrPrompt = form(
  "wrong-prompt",
  "warning",
  "4.8.1.2",
  (value) => value === "***" || !/^\*+$/.test(value),
)

/** Address, mobile number, e-mail: `A`, `M`, `E`, each at most once. */
export const consumerDataRequest = form("wrong-data-request", "error", "4.8.1.3", (value) =>
  /^(?!.*(.).*\1)[AME]+$/.test(value),
)

/** Two letters (ISO 639). */
export const language = form("wrong-language", "error", "4.9.2.1", (value) => /^[A-Za-z]{2}$/.test(value))
