import { parse, readAmount } from "@qriskit/payload"
import * as Result from "effect/Result"
import { formatRupiah, type Rupiah } from "../rupiah.js"

/** `"strict"`: a QR that does not hold what was asked is withheld. `"off"`: for staging servers that answer with dummies. */
export type QrCheck = "strict" | "off"

/** ISO 4217 number of the rupiah, in tag 53. */
const IDR = "360"

/** A QR's text, and the amount in its tag 54 where it has one. */
export interface CheckedQr {
  readonly payload: string
  readonly amount?: Rupiah
}

const contradiction = (text: string, accepted: ReadonlyArray<Rupiah>): Result.Result<CheckedQr, string> => {
  const parsed = parse(text)
  if (!parsed.ok) return Result.fail("its QR is not a QRIS string")
  if (parsed.payload.crc?.isValid !== true) return Result.fail("the CRC of its QR is wrong")
  const currency = parsed.payload.value("53")
  if (currency !== undefined && currency !== IDR) return Result.fail("its QR is not in rupiah")
  const amount = readAmount(parsed.payload)
  switch (amount.kind) {
    case "absent":
      return Result.succeed({ payload: text })
    case "rupiah": {
      const found = accepted.find((rupiah) => rupiah === amount.rupiah)
      return found === undefined
        ? Result.fail(
            `its QR asks for ${formatRupiah(amount.rupiah)}, not ${accepted.map(formatRupiah).join(" or ")}`,
          )
        : Result.succeed({ payload: text, amount: found })
    }
    default:
      return Result.fail("the amount in its QR is not whole rupiah")
  }
}

/**
 * Whether a QR may be shown to a customer: it parses, its CRC is right, it is in rupiah, and its tag 54 is one of the
 * `accepted` amounts (what was asked, or the total with the provider's fee). A missing tag 54 contradicts nothing.
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
