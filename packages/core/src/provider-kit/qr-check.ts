import { parse, type QrisPayload, readAmount, readRupiah } from "@qriskit/payload"
import * as Result from "effect/Result"
import { formatRupiah, type Rupiah } from "../rupiah.js"

/**
 * `"strict"`: a QR that does not hold what was asked is withheld. `"off"`: for staging servers that
 * answer with dummies.
 */
export type QrCheck = "strict" | "off"

/** ISO 4217 number of the rupiah, in tag 53. */
const IDR = "360"

/** A QR's text, and the amount in its tag 54 where it has one. */
export interface CheckedQr {
  readonly payload: string
  readonly amount?: Rupiah
}

/** Tag 55: `01` asks the customer for a tip; `02` adds the amount in tag 56, `03` a percentage. */
const ASKS_FOR_TIP = "01"
const FIXED_TIP = "02"

/** What a QR adds to its amount by itself: 0 where it adds nothing, `undefined` where that is no fixed amount. */
const addedTip = (payload: QrisPayload): number | undefined => {
  const indicator = payload.value("55")
  if (indicator === undefined || indicator === ASKS_FOR_TIP) return 0
  const tip = indicator === FIXED_TIP ? readRupiah(payload.value("56") ?? "") : undefined
  return tip?.kind === "rupiah" ? tip.rupiah : undefined
}

const contradiction = (text: string, accepted: ReadonlyArray<Rupiah>): Result.Result<CheckedQr, string> => {
  const parsed = parse(text)
  if (!parsed.ok) return Result.fail("its QR is not a QRIS string")
  const { payload } = parsed
  if (payload.crc?.isValid !== true) return Result.fail("the CRC of its QR is wrong")
  const currency = payload.value("53")
  if (currency !== undefined && currency !== IDR) return Result.fail("its QR is not in rupiah")
  const tip = addedTip(payload)
  if (tip === undefined) return Result.fail("its QR adds a tip that nobody asked for")
  const amount = readAmount(payload)
  if (amount.kind === "absent") {
    return tip === 0
      ? Result.succeed({ payload: text })
      : Result.fail("its QR adds a tip that nobody asked for")
  }
  if (amount.kind !== "rupiah") return Result.fail("the amount in its QR is not whole rupiah")
  const found = accepted.find((rupiah) => rupiah === amount.rupiah)
  const charged = amount.rupiah + tip
  return found === undefined || !accepted.some((rupiah) => rupiah === charged)
    ? Result.fail(`its QR asks for ${formatRupiah(charged)}, not ${accepted.map(formatRupiah).join(" or ")}`)
    : Result.succeed({ payload: text, amount: found })
}

/**
 * Whether a QR may be shown to a customer: it parses, its CRC is right, it is in rupiah, and its tag 54 is one of the
 * `accepted` amounts (what was asked, or the total with the provider's fee), with and without a fixed tip in tag 56. A
 * missing tag 54 contradicts nothing. A tip that the customer may add (tag 55 is 01) is the customer's choice.
 *
 * Fails with what contradicts, as an `UntrustedResponse` lists it.
 *
 * @example
 * ```ts
 * import { Rupiah } from "@qriskit/core"
 * import { checkQr } from "@qriskit/core/provider-kit"
 *
 * const checked = checkQr("00020101…6304ABCD", [Rupiah.make(25_000)], "strict")
 * ```
 */
export const checkQr = (
  text: string,
  accepted: ReadonlyArray<Rupiah>,
  mode: QrCheck,
): Result.Result<CheckedQr, string> =>
  mode === "off" ? Result.succeed({ payload: text }) : contradiction(text, accepted)
