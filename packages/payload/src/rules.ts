import { RUPIAH_CURRENCY, readRupiah } from "./amount.js"
import { checkOf, toHex } from "./crc16.js"
import { type DataObject, lengthInCharacters, tagNumber } from "./data-object.js"
import { type Issue, type IssueCode, issue, type Severity } from "./issue.js"
import { MAX_LENGTH } from "./parse.js"
import type { Crc, QrisPayload } from "./payload.js"

/** The objects of the first level that rules look at. */
export class Root {
  hasAccount = false
  pointOfInitiation: DataObject | undefined
  transferAccount: DataObject | undefined
  repository: DataObject | undefined
  category: DataObject | undefined
  amount: DataObject | undefined
  tipIndicator: DataObject | undefined
  fixedTip: DataObject | undefined
  percentTip: DataObject | undefined
  country: DataObject | undefined

  constructor(objects: ReadonlyArray<DataObject>) {
    for (const object of objects) {
      const tag = tagNumber(object.tag)
      if (tag >= 2 && tag <= 51) this.hasAccount = true
      if (tag === 1) this.pointOfInitiation = object
      else if (tag === 40) this.transferAccount = object
      else if (tag === 51) this.repository = object
      else if (tag === 52) this.category = object
      else if (tag === 54) this.amount = object
      else if (tag === 55) this.tipIndicator = object
      else if (tag === 56) this.fixedTip = object
      else if (tag === 57) this.percentTip = object
      else if (tag === 58) this.country = object
    }
  }
}

const offsetOf = (object: DataObject | undefined): number => object?.offset ?? 0

/** A rule over more than one field; adds an issue where it is broken. */
export type Rule = (payload: QrisPayload, root: Root, issues: Array<Issue>, limits: Limits) => void

export interface Limits {
  /** Rupiah of one payment at most. */
  readonly maxAmount: number
}

/** Money transfers (ISO 18245). */
export const TRANSFER_CATEGORY = "4829"

const lengthWithin: Rule = ({ text }, _, issues) => {
  if (text.length > MAX_LENGTH && lengthInCharacters(text) > MAX_LENGTH) {
    issues.push(issue("too-long", "warning", "", 0, { rule: "4.1", allowed: String(MAX_LENGTH) }))
  }
}

const formatIndicatorFirst: Rule = ({ objects: [first] }, _, issues) => {
  if (first === undefined || first.tag === "00") return
  issues.push(issue("format-indicator-not-first", "error", first.tag, 0, { rule: "4.6.1.1" }))
}

const crcMatches: Rule = (payload, _, issues) => {
  const { crc } = payload
  if (crc === undefined || crc.stated === crc.computed) return
  const details = { rule: "4.7.16.1", found: crc.stated, allowed: crc.computed }
  const [code, severity]: Finding = crc.isValid
    ? ["lower-case-crc", "warning"]
    : [wrongCrc(payload, crc), "error"]
  issues.push(issue(code, severity, "63", offsetOf(payload.find("63")), details))
}

type Finding = readonly [code: IssueCode, severity: Severity]

/** What made a CRC wrong, as far as it can be told. A text of printable ASCII has the same bytes in every way. */
const wrongCrc = ({ text, isPlain }: QrisPayload, { stated }: Crc): IssueCode => {
  if (isPlain) return "crc-mismatch"
  if (text.includes("\ufffd")) return "lost-characters"
  const covered = text.slice(0, text.length - stated.length)
  const singleBytes = Uint8Array.from(covered, (character) => character.charCodeAt(0))
  return toHex(checkOf(singleBytes, singleBytes.length)) === stated.toUpperCase()
    ? "single-byte-crc"
    : "crc-mismatch"
}

export const hasAccount: Rule = (_, root, issues) => {
  if (root.hasAccount) return
  issues.push(issue("no-account", "error", "", 0, { rule: "4.7.3.1" }))
}

/** Mandatory by the text, missing in codes of real acquirers (spec section 12). */
export const staticHasRepository: Rule = (_, root, issues) => {
  if (root.pointOfInitiation?.value === "11" && root.repository === undefined) {
    issues.push(issue("static-without-repository", "warning", "51", 0, { rule: "4.7.7" }))
  }
}

/** A tip and the indicator in tag 55 that announces it belong together. */
const tipsAnnounced: Rule = (_, { tipIndicator, fixedTip, percentTip }, issues) => {
  const check = (tag: string, tip: DataObject | undefined, indicator: string, rule: string): void => {
    const isAnnounced = tipIndicator?.value === indicator
    if (isAnnounced === (tip !== undefined)) return
    const code = isAnnounced ? "tip-missing" : "tip-not-announced"
    issues.push(issue(code, "error", tag, offsetOf(tip), { rule, allowed: indicator }))
  }
  check("56", fixedTip, "02", "4.7.10.1")
  check("57", percentTip, "03", "4.7.11.1")
}

export const isNoTransfer: Rule = (_, { category, transferAccount }, issues) => {
  if (category?.value !== TRANSFER_CATEGORY || transferAccount === undefined) return
  issues.push(issue("transfer-code", "error", "40", offsetOf(transferAccount), { rule: "4.2" }))
}

/** True for a QRIS Transfer code, which sends money to an account: never a merchant's code. */
export const isTransfer = (payload: QrisPayload): boolean =>
  payload.value("52") === TRANSFER_CATEGORY && payload.find("40") !== undefined && !isForeign(payload)

/**
 * True for a code of another country, whose tags 26 to 51 mean something else: 51.02 is a version in Singapore. By
 * tag 58, or else by the currency.
 */
export const isForeign = (payload: QrisPayload): boolean => {
  const country = payload.value("58")
  return country === undefined
    ? (payload.value("53") ?? RUPIAH_CURRENCY) !== RUPIAH_CURRENCY
    : country.toUpperCase() !== "ID"
}

/** Tag 54 against the cap of a single payment. */
export const amountWithinLimit: Rule = (_, { amount }, issues, { maxAmount }) => {
  const text = amount?.value ?? ""
  // A larger amount has at least as many digits.
  if (text.length < String(maxAmount).length) return
  const reading = readRupiah(text)
  const isAbove =
    (reading.kind === "rupiah" && reading.rupiah > maxAmount) ||
    (reading.kind === "fractional" && reading.wholeRupiah >= maxAmount)
  if (!isAbove) return
  issues.push(
    issue("amount-above-limit", "warning", "54", offsetOf(amount), {
      found: text,
      allowed: String(maxAmount),
    }),
  )
}

/** What every profile demands. */
export const EVERYWHERE: ReadonlyArray<Rule> = [lengthWithin, formatIndicatorFirst, crcMatches, tipsAnnounced]
