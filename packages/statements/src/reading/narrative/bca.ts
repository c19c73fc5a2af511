import { readAmount } from "../../money/number-style.js"
import type { Sen } from "../../money/sen.js"
import { type Day, nearestDay } from "../../time/day.js"
import { amountsOf, type Told } from "./recipe.js"

const MID = /\bMID\s*:?\s*(\d+)/i
const DATE = /\bTANGGAL\s*:?\s*(\d{1,2})\/(\d{1,2})\b/i
/** `QR :` QRIS, `TGH:` cards; the fee is `DDR:`, of credit cards `ADM:`. */
const AMOUNTS = /\b(QR|TGH)\s*:\s*(\S+)\s+(?:DDR|ADM)\s*:\s*(\S+)/i

/**
 * `KR OTOMATIS TANGGAL :05/10 MID : 000885000000017 TOKO QR : 12505000.00 DDR: 87535.00`: one credit for the payments
 * of a day [B]. `DDR: 0.00` is no free lunch: the fee is charged elsewhere.
 */
export const readBca = (text: string, day: Day | undefined, net: Sen | undefined): Told | undefined => {
  const mid = MID.exec(text)?.[1]
  const amounts = AMOUNTS.exec(text)
  if (mid === undefined || amounts === null) return undefined
  const [, kind = "", gross = "", fee = ""] = amounts
  const date = DATE.exec(text)
  return {
    channel: kind.toUpperCase() === "QR" ? "qris" : "card",
    mid,
    tid: undefined,
    transactionsOf:
      date === null || day === undefined ? undefined : nearestDay(day, Number(date[2]), Number(date[1])),
    ...amountsOf(readAmount(gross, "plain"), readAmount(fee, "plain"), net),
  }
}
