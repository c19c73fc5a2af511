import { readRupiah } from "./amount.js"
import { lengthInCharacters } from "./data-object.js"
import { TRANSFER_CATEGORY } from "./fields/forms.js"
import type { Findings } from "./findings.js"
import { HEADER_LENGTH } from "./framing.js"
import { MAX_LENGTH } from "./parse.js"
import type { QrisPayload } from "./payload.js"

/** A rule over more than one field. */
export type Rule = (payload: QrisPayload, findings: Findings) => void

const lengthWithin: Rule = (payload, findings) => {
  const length = payload.objects.reduce(
    (sum, { value }) => sum + HEADER_LENGTH + lengthInCharacters(value),
    0,
  )
  if (length > MAX_LENGTH) {
    findings.report("too-long", "warning", "", {
      rule: "4.1",
      found: String(length),
      allowed: String(MAX_LENGTH),
    })
  }
}

const formatIndicatorFirst: Rule = ({ objects: [first] }, findings) => {
  if (first?.tag !== "00")
    findings.report("format-indicator-not-first", "error", first?.tag ?? "", { rule: "4.6.1.1" })
}

const crcMatches: Rule = ({ crc }, findings) => {
  if (crc?.isValid === false)
    findings.report("crc-mismatch", "error", "63", {
      rule: "4.7.16.1",
      found: crc.stated,
      allowed: crc.computed,
    })
}

const hasAccount: Rule = ({ objects }, findings) => {
  if (!objects.some(({ tag }) => tag >= "02" && tag <= "51"))
    findings.report("no-account", "error", "", { rule: "4.7.3.1" })
}

const staticHasRepository: Rule = (payload, findings) => {
  if (payload.value("01") === "11" && payload.find("51") === undefined) {
    findings.report("static-without-repository", "warning", "51", { rule: "4.7.7" })
  }
}

/** Which tag holds the tip, for each tip indicator that has one. */
const TIP_TAGS = [
  { indicator: "02", tag: "56", rule: "4.7.10.1" },
  { indicator: "03", tag: "57", rule: "4.7.11.1" },
] as const

const tipMatchesIndicator: Rule = (payload, findings) => {
  const stated = payload.value("55")
  for (const { indicator, tag, rule } of TIP_TAGS) {
    const isPresent = payload.find(tag) !== undefined
    if (stated === indicator && !isPresent)
      findings.report("tip-missing", "error", tag, { rule, found: stated })
    if (stated !== indicator && isPresent)
      findings.report("tip-not-announced", "error", tag, { rule, allowed: indicator })
  }
}

const isNoTransfer: Rule = (payload, findings) => {
  if (isTransfer(payload)) findings.report("transfer-code", "error", "40", { rule: "4.2" })
}

/** True for a QRIS Transfer code, which sends money to an account: never a merchant's code. */
export const isTransfer = (payload: QrisPayload): boolean =>
  payload.value("52") === TRANSFER_CATEGORY && payload.find("40") !== undefined

/** Tag 54 against the cap of a single payment. */
export const amountWithin =
  (limit: number): Rule =>
  (payload, findings) => {
    const text = payload.value("54")
    if (text === undefined) return
    const amount = readRupiah(text)
    const isAbove =
      (amount.kind === "rupiah" && amount.rupiah > limit) ||
      (amount.kind === "fractional" && BigInt(amount.text.split(".")[0] ?? "") >= BigInt(limit))
    if (isAbove)
      findings.report("amount-above-limit", "warning", "54", { found: text, allowed: String(limit) })
  }

/** The first eight digits of every PAN against a list of institutions, which is never complete. */
export const institutionKnown =
  (institutions: ReadonlySet<string>): Rule =>
  ({ objects }, findings) => {
    for (const { tag, children } of objects) {
      if (tag < "26" || tag > "45") continue
      const pan = children?.find((child) => child.tag === "01")?.value ?? ""
      const code = pan.slice(0, 8)
      if (code.length === 8 && !institutions.has(code)) {
        findings.report("unknown-institution", "warning", `${tag}.01`, { rule: "4.7.5.5", found: code })
      }
    }
  }

const FRAME: ReadonlyArray<Rule> = [lengthWithin, formatIndicatorFirst, crcMatches]

export const EMV_RULES: ReadonlyArray<Rule> = [...FRAME, hasAccount, tipMatchesIndicator]
export const QRIS_RULES: ReadonlyArray<Rule> = [...EMV_RULES, staticHasRepository, isNoTransfer]
export const TRANSFER_RULES: ReadonlyArray<Rule> = [...FRAME, tipMatchesIndicator]
