import { encode } from "uqr"

/** How much of a damaged symbol can be restored: about 7, 15, 25 or 30 percent. */
export type ErrorCorrection = "L" | "M" | "Q" | "H"

/** What all drawings have in common. */
export interface SymbolOptions {
  /** Default `M`, the level of printed and displayed QRIS codes. */
  readonly errorCorrection?: ErrorCorrection
  /** White modules around the symbol. Default 4, the least that ISO/IEC 18004 allows. */
  readonly quietZone?: number
}

/** A text that no QR code can hold: empty, or beyond 40 versions (some 2300 bytes at level M). */
export class RenderError extends Error {
  override readonly name = "RenderError"
  readonly code: "empty" | "too-long" | "not-encodable"

  constructor(code: RenderError["code"], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Rows of modules, true for dark, the quiet zone included. */
export type QrSymbol = ReadonlyArray<ReadonlyArray<boolean>>

/** The bytes that version 40 holds at level L; whatever is longer need not be tried. */
const MOST_BYTES = 2953

export const qrSymbol = (text: string, options: SymbolOptions = {}): QrSymbol => {
  const { errorCorrection = "M", quietZone = 4 } = options
  if (text === "") throw new RenderError("empty", "There is no text to render.")
  if (text.length > MOST_BYTES)
    throw new RenderError("too-long", `${text.length} characters do not fit a QR code.`)
  try {
    // `boostEcc` takes more error correction where the symbol does not grow by it.
    return encode(text, { ecc: errorCorrection, border: quietZone, boostEcc: true }).data
  } catch (cause) {
    throw new RenderError("not-encodable", "This text does not fit a QR code.", { cause })
  }
}
