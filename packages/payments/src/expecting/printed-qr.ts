import { parse, type QrisPayload } from "@qriskit/payload"
import { withAmount } from "@qriskit/payload/convert"
import { describe } from "@qriskit/payload/read"

/** A static QRIS code, as far as money that is paid on it can be told by it. */
export interface PrintedQr {
  readonly payload: QrisPayload
  /**
   * Where its money arrives: the national merchant id and the merchant's PANs. Two stickers of one shop that differ in
   * the terminal's name alone are one place, since few reports name a terminal.
   */
  readonly place: string
  readonly nmid: string | undefined
  readonly merchantName: string | undefined
}

/** Read, or why no order can be expected on it. */
export type PrintedQrReading =
  | { readonly ok: true; readonly qr: PrintedQr }
  | { readonly ok: false; readonly why: string }

const placeOf = (
  nmid: string | undefined,
  accounts: ReadonlyArray<{ readonly pan19: string | undefined; readonly mid: string | undefined }>,
): string | undefined => {
  const pans = [...new Set(accounts.flatMap(({ pan19 }) => pan19 ?? []))].sort()
  const mids = [...new Set(accounts.flatMap(({ mid }) => mid ?? []))].sort()
  // A PAN names the merchant; without one the acquirer's own number has to.
  const parts = [...(nmid === undefined ? [] : [nmid]), ...(pans.length > 0 ? pans : mids)]
  return parts.length === 0 ? undefined : parts.join(" ")
}

/** Reads a static code, and whether `amount` can be put into it. */
export const readPrintedQr = (text: string, amount: number): PrintedQrReading => {
  const parsed = parse(text.trim())
  if (!parsed.ok) return { ok: false, why: "must be the payload of a QRIS code" }
  const { payload } = parsed
  const converted = withAmount(payload, amount)
  if (!converted.ok) {
    const issues = converted.issues.map(({ code, path }) => (path === "" ? code : `${code} at ${path}`))
    return {
      ok: false,
      why: `must be a static QRIS code into which the amount can be put: ${issues.join(", ")}`,
    }
  }
  const { merchant, accounts, tip, isForeign } = describe(payload)
  if (isForeign) return { ok: false, why: "must be a QRIS code of Indonesia" }
  if (tip.kind !== "none")
    return { ok: false, why: "must not ask for a tip or a fee: another amount would arrive than is expected" }
  const place = placeOf(merchant.nmid, accounts)
  if (place === undefined)
    return { ok: false, why: "must name its merchant: it has neither an NMID nor a merchant's PAN" }
  return { ok: true, qr: { payload, place, nmid: merchant.nmid, merchantName: merchant.name } }
}

/** The code with an amount in it. `undefined` where it does not fit, which `readPrintedQr` has found out before. */
export const pricedPayload = ({ payload }: PrintedQr, amount: number): string | undefined => {
  const converted = withAmount(payload, amount)
  return converted.ok ? converted.payload : undefined
}
