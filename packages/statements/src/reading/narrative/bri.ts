import { readAmount } from "../../money/number-style.js"
import type { Sen } from "../../money/sen.js"
import { dayOf, exists } from "../../time/day.js"
import { amountsOf, type Told } from "./recipe.js"

/**
 * `QRISOnUs 1 260705 001999632288 TOKO AMT:1.250.000,00MDR:8.750,00` [B]. Underscores for spaces, a colon that is
 * missing or double, and separators in the wrong place occur; the last cannot be read [C].
 */
const SETTLEMENT =
  /\(?(QRIS)?\)?[\s_]*O(?:n|ff)Us[\s_]+\d+[\s_]+(\d{2})(\d{2})(\d{2})[\s_]+(\d{6,})[\s_].*?AMT[:\s]*([\d.,]+)[\s_]*MDR[:\s]*([\d.,]+)/i

export const readBri = (text: string, net: Sen | undefined): Told | undefined => {
  const match = SETTLEMENT.exec(text)
  if (match === null) return undefined
  const [, qris, year, month, day, tid = "", gross = "", fee = ""] = match
  const date = [2000 + Number(year), Number(month), Number(day)] as const
  return {
    channel: qris === undefined ? "card" : "qris",
    mid: undefined,
    tid,
    transactionsOf: exists(...date) ? dayOf(...date) : undefined,
    ...amountsOf(readAmount(gross, "id"), readAmount(fee, "id"), net),
  }
}
