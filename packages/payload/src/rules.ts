import { readRupiah } from "./amount.js"
import { type DataObject, findObject, lengthInCharacters, tagNumber } from "./data-object.js"
import { TRANSFER_CATEGORY } from "./fields/forms.js"
import { type Issue, type IssueCode, type IssueDetails, issue } from "./issue.js"
import { MAX_LENGTH } from "./parse.js"
import type { QrisPayload } from "./payload.js"

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
  crc: DataObject | undefined

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
      else if (tag === 63) this.crc = object
    }
  }
}

/** A rule over more than one field; adds an issue where it is broken. */
export type Rule = (root: Root, payload: QrisPayload, issues: Array<Issue>) => void

const lengthWithin: Rule = (_, { text }, issues) => {
  if (text.length > MAX_LENGTH && lengthInCharacters(text) > MAX_LENGTH) {
    issues.push(onRoot("too-long", "warning", "", undefined, { rule: "4.1", allowed: String(MAX_LENGTH) }))
  }
}

const formatIndicatorFirst: Rule = (_, { objects: [first] }, issues) => {
  if (first === undefined || first.tag === "00") return
  issues.push(onRoot("format-indicator-not-first", "error", first.tag, first, { rule: "4.6.1.1" }))
}

const crcMatches: Rule = (root, { crc }, issues) => {
  if (crc === undefined || crc.isValid) return
  const details = { rule: "4.7.16.1", found: crc.stated, allowed: crc.computed }
  issues.push(onRoot("crc-mismatch", "error", "63", root.crc, details))
}

const hasAccount: Rule = (root, _, issues) => {
  if (root.hasAccount) return
  issues.push(onRoot("no-account", "error", "", undefined, { rule: "4.7.3.1" }))
}

const staticHasRepository: Rule = (root, _, issues) => {
  if (root.pointOfInitiation?.value === "11" && root.repository === undefined) {
    issues.push(onRoot("static-without-repository", "warning", "51", undefined, { rule: "4.7.7" }))
  }
}

/** A tip's tag and the indicator in tag 55 that announces it belong together. */
const tipAnnounced =
  (of: "fixedTip" | "percentTip", tag: string, indicator: string, rule: string): Rule =>
  (root, _, issues) => {
    const tip = root[of]
    const isAnnounced = root.tipIndicator?.value === indicator
    if (isAnnounced === (tip !== undefined)) return
    const code = isAnnounced ? "tip-missing" : "tip-not-announced"
    issues.push(onRoot(code, "error", tag, tip, { rule, allowed: indicator }))
  }

const isNoTransfer: Rule = (root, _, issues) => {
  if (isTransferIn(root.transferAccount, root.category))
    issues.push(onRoot("transfer-code", "error", "40", root.transferAccount, { rule: "4.2" }))
}

const isTransferIn = (account: DataObject | undefined, category: DataObject | undefined): boolean =>
  account !== undefined && category?.value === TRANSFER_CATEGORY

/** True for a QRIS Transfer code, which sends money to an account: never a merchant's code. */
export const isTransfer = (payload: QrisPayload): boolean =>
  isTransferIn(payload.find("40"), payload.find("52"))

/** Tag 54 against the cap of a single payment. */
export const amountWithin =
  (limit: number): Rule =>
  (root, _, issues) => {
    const text = root.amount?.value ?? ""
    // A larger amount has at least as many digits.
    if (text.length < String(limit).length) return
    const amount = readRupiah(text)
    const isAbove =
      (amount.kind === "rupiah" && amount.rupiah > limit) ||
      (amount.kind === "fractional" && amount.wholeRupiah >= limit)
    if (!isAbove) return
    issues.push(
      onRoot("amount-above-limit", "warning", "54", root.amount, { found: text, allowed: String(limit) }),
    )
  }

/** The first eight digits of every PAN against a list of institutions, which is never complete. */
export const institutionKnown =
  (institutions: ReadonlySet<string>): Rule =>
  (_, { objects }, issues) => {
    for (const account of objects) {
      const tag = tagNumber(account.tag)
      const pan = tag >= 26 && tag <= 45 ? findObject(account.children, "01") : undefined
      if (pan === undefined) continue
      const code = pan.value.slice(0, 8)
      if (institutions.has(code)) continue
      const details = { rule: "4.7.5.5", found: code }
      issues.push(onRoot("unknown-institution", "warning", `${account.tag}.01`, pan, details))
    }
  }

/** An issue with an object of the payload, or with one that is missing at its first level. */
const onRoot = (
  code: IssueCode,
  severity: Issue["severity"],
  path: string,
  object: DataObject | undefined,
  details: IssueDetails,
): Issue => issue(code, severity, { path, offset: object?.offset ?? 0 }, details)

const FRAME: ReadonlyArray<Rule> = [lengthWithin, formatIndicatorFirst, crcMatches]
const TIPS: ReadonlyArray<Rule> = [
  tipAnnounced("fixedTip", "56", "02", "4.7.10.1"),
  tipAnnounced("percentTip", "57", "03", "4.7.11.1"),
]

export const EMV_RULES: ReadonlyArray<Rule> = [...FRAME, hasAccount, ...TIPS]
export const QRIS_RULES: ReadonlyArray<Rule> = [...EMV_RULES, staticHasRepository, isNoTransfer]
export const TRANSFER_RULES: ReadonlyArray<Rule> = [...FRAME, ...TIPS]
